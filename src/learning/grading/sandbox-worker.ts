/** The thread of the sandbox: a JavaScript engine of its own inside WebAssembly, without any object of this one. */
import { parentPort } from 'node:worker_threads'
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSWASMModule,
  Scope,
  shouldInterruptAfterDeadline,
} from 'quickjs-emscripten-core'
import type { SandboxJob, SandboxResult } from './sandbox.ts'

const MEMORY_BYTES = 32 * 1024 * 1024
const STACK_BYTES = 256 * 1024
/** For all calls of a job together. */
const TIME_MS = 1500
const LONGEST_RESULT = 100_000

const engine = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'))

parentPort?.on('message', (job: SandboxJob) => parentPort?.postMessage(run(engine, job)))

/** Every call has an engine of its own: none sees what another left behind. One that breaks ends this thread. */
function run(module: QuickJSWASMModule, { source, name, inputs }: SandboxJob): SandboxResult[] {
  const deadline = Date.now() + TIME_MS
  return inputs.map((input) =>
    Scope.withScope((scope) => {
      const runtime = scope.manage(module.newRuntime())
      runtime.setMemoryLimit(MEMORY_BYTES)
      runtime.setMaxStackSize(STACK_BYTES)
      runtime.setInterruptHandler(shouldInterruptAfterDeadline(deadline))
      const context = scope.manage(runtime.newContext())
      const text = called(scope, context, [source, `${name}(...${JSON.stringify(input)})`])
      return text === undefined || text.length > LONGEST_RESULT ? {} : { gave: JSON.parse(text) }
    }),
  )
}

/** The value of the last of these programs as JSON. JSON's own function is kept aside before any code can touch it. */
function called(
  scope: Scope,
  context: QuickJSContext,
  programs: readonly string[],
): string | undefined {
  const stringify = scope.manage(context.unwrapResult(context.evalCode('JSON.stringify')))
  let value = stringify
  for (const program of programs) {
    const result = scope.manage(context.evalCode(program))
    if (result.error) return undefined
    value = result.value
  }
  const text = scope.manage(context.callFunction(stringify, context.undefined, value))
  if (text.error || context.typeof(text.value) !== 'string') return undefined
  return context.getString(text.value)
}
