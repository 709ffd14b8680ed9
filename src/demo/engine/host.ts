import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { Call } from './call.ts'
import type { Command, Stats } from './control.ts'
import { obey } from './control.ts'
import { takeFault } from './fault.ts'
import { enter, enterCancelled } from './ledger.ts'
import { Played, Refusal } from './refusal.ts'
import type { Route, Simulation } from './simulation.ts'
import type { ServerState } from './state.ts'

/** Serves a simulation over HTTP: reads bodies, finds routes, plays ordered failures, keeps the ledger. */
export function createHost(state: ServerState, simulation: Simulation): Server {
  return createServer((request, response) => {
    void serve(state, simulation, request, response)
  })
}

async function serve(
  state: ServerState,
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await readText(request).catch(() => undefined)
  if (text === undefined) return
  const call = new Call(request, response, text, simulation.failure)
  if (call.url.pathname === '/__control') return control(state, simulation, call)
  for (const [name, value] of Object.entries(simulation.headers)) response.setHeader(name, value)
  enter(state.ledger, {
    method: request.method ?? '',
    path: call.url.pathname,
    headers: request.headers,
    body: text,
  })
  await dispatch(state, simulation, call).catch((error: unknown) => settle(call, error))
  state.ledger.open -= 1
  if (call.leftAt !== undefined) enterCancelled(state.ledger, cancelledBy(call, call.leftAt))
}

async function dispatch(state: ServerState, simulation: Simulation, call: Call): Promise<void> {
  simulation.gate(call)
  const route = findRoute(simulation, call)
  if (route.method === 'POST') call.body = parse(call.text, simulation)
  const { fault, left } = takeFault(state.faults, {
    path: route.path,
    inference: route.inference === true,
    model: (call.body as { readonly model?: string }).model,
  })
  state.faults = left
  call.fault = fault
  await playBeforeAnswer(call)
  await route.handle(call)
}

function findRoute(simulation: Simulation, call: Call): Route {
  const method = call.request.method === 'HEAD' ? 'GET' : call.request.method
  const here = simulation.routes.filter((route) => covers(route.path, call.url.pathname))
  const route = here.find((one) => one.method === method)
  if (route === undefined) throw simulation.missing(call, here.length > 0)
  return route
}

function covers(path: string, asked: string): boolean {
  const below = path.endsWith('/') && path !== '/' && asked.length > path.length
  return path === asked || (below && asked.startsWith(path))
}

function parse(text: string, simulation: Simulation): object {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null) return body
  } catch {
    throw simulation.badJson(text)
  }
  throw simulation.badJson(text)
}

async function playBeforeAnswer(call: Call): Promise<void> {
  const fault = call.fault
  if (fault?.mode === 'hang_before_headers') await call.hang()
  if (fault?.mode === 'garbage') throw new Refusal(200, GARBAGE)
  if (fault?.mode !== 'status') return
  const status = fault.status ?? 500
  throw new Refusal(status, call.failure(call.orderedMessage(), status), fault.headers)
}

const GARBAGE = '<<< \u0000 neither JSON nor an event \u0007 >>>\n'

function settle(call: Call, error: unknown): void {
  if (error instanceof Played || call.signal.aborted) return
  if (call.response.headersSent) call.breakOff()
  else if (error instanceof Refusal) call.reply(error.status, error.body, error.headers)
  else call.reply(500, call.failure(`the simulation failed: ${String(error)}`))
}

function cancelledBy(call: Call, leftAt: number): Parameters<typeof enterCancelled>[1] {
  return {
    path: call.url.pathname,
    phase: call.phase,
    tokens: call.tokens,
    stoppedAfterMs: performance.now() - leftAt,
  }
}

function control(state: ServerState, simulation: Simulation, call: Call): void {
  try {
    if (call.request.method === 'POST') obey(state, JSON.parse(call.text) as Command)
    call.reply(200, stats(state, simulation))
  } catch (error) {
    call.reply(400, { error: String(error) })
  }
}

function stats(state: ServerState, simulation: Simulation): Stats {
  return {
    kind: simulation.kind,
    pid: process.pid,
    loaded: simulation.loaded(),
    ...state.ledger,
  }
}
