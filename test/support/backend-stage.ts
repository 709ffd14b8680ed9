import { backendKinds } from '../../src/backends/index.ts'
import type { Backend, BackendKind, BackendSettings } from '../../src/contracts/backend.ts'
import type { Placement, ReportedModel } from '../../src/contracts/model.ts'
import type { ModelInput } from '../../src/demo/engine/description.ts'
import type { SimulatedKind } from '../../src/demo/engine/start-server.ts'
import { backendSettings, placementOf } from './backend-settings.ts'
import { type Simulator, startSimulator } from './simulators.ts'

/** A server of some kind, with a backend connected to it. */
export interface BackendStage {
  readonly url: string
  readonly backend: Backend
  /** The placement of a listed model, as the catalog would make it. */
  placement(id: string): Promise<Placement>
  stop(): Promise<void>
}

export interface SimulatedStage extends BackendStage {
  readonly simulator: Simulator
}

/** Of the simulated models; what a server of no kind tells by itself stands in `extra`. */
export const SIMULATED_CONTEXT = 4096
const extra = { max_model_len: SIMULATED_CONTEXT }
export const SIMULATED_MODELS = [
  { name: 'plain:1b', parameters: 1, extra },
  {
    name: 'able:7b',
    parameters: 7,
    talents: ['tools', 'vision', 'thinking'],
    extra: { ...extra, architecture: { input_modalities: ['text', 'image'] } },
  },
  { name: 'slow:1b', parameters: 1, speed: { decode: 25 }, extra },
  {
    name: 'vectors:1b',
    role: 'embedding',
    parameters: 1,
    embeddingLength: 32,
    speed: { prefill: 40_000 },
    extra: { ...extra, type: 'embedding' },
  },
] as const satisfies readonly ModelInput[]

/** Whether servers of a kind have models that embed. */
export function embeds({ kind }: BackendKind): boolean {
  return kind !== 'anthropic'
}

const never = new AbortController().signal

/** A simulated server of this kind; llama.cpp with several models, as its router has them. */
export async function simulatedStage(
  kind: BackendKind,
  settings: Partial<BackendSettings> = {},
): Promise<SimulatedStage> {
  const simulator = await startSimulator(kind.kind as SimulatedKind, {
    models: SIMULATED_MODELS,
    slots: 4,
    router: kind.kind === 'llama.cpp',
  })
  const stage = connectedStage(kind, simulator.url, settings)
  const stop = async (): Promise<void> => {
    await stage.stop()
    await simulator.stop()
  }
  return { ...stage, simulator, stop }
}

/** The server that runs at an address. */
export function connectedStage(
  kind: BackendKind,
  url: string,
  settings: Partial<BackendSettings> = {},
): BackendStage {
  const backend = kind.connect(backendSettings(url, { kind: kind.kind, ...settings }))
  const placement = async (id: string): Promise<Placement> => {
    const { models } = await backend.look(never)
    const model = models.find((listed) => listed.id === id)
    if (model === undefined) throw new Error(`${id} is not listed: ${models.map((m) => m.id)}`)
    return placed(model)
  }
  return { url, backend, placement, stop: () => backend.close() }
}

/** A kind by its name. */
export function kindOf(name: string): BackendKind {
  const kind = backendKinds.find((one) => one.kind === name)
  if (kind === undefined) throw new Error(`There is no kind ${name}`)
  return kind
}

function placed({ id, nativeId, facts, loaded }: ReportedModel): Placement {
  return placementOf(nativeId, { key: `${id}@attic`, model: id, facts, loaded })
}
