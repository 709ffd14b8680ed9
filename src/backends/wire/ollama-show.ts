import { z } from 'zod'
import type { Capabilities, ModelFacts, ModelRole } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { billions } from './billions.ts'
import { reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

const Details = {
  family: tolerant.text,
  parameter_size: tolerant.text,
  quantization_level: tolerant.text,
  context_length: tolerant.count,
  embedding_length: tolerant.count,
}

/** One entry of `/api/tags`. */
export const OllamaTag = z.object({
  name: z.string().min(1),
  digest: tolerant.text,
  size: tolerant.count,
  remote_host: tolerant.text,
  details: tolerant.object(Details),
  capabilities: tolerant.texts,
})

export type OllamaTag = z.infer<typeof OllamaTag>

const Show = z.object({
  parameters: tolerant.text,
  model_info: z.record(z.string(), z.unknown()).optional().catch(undefined),
  details: tolerant.object(Details),
  capabilities: tolerant.texts,
  remote_host: tolerant.text,
})

/** What `/api/show` adds to a model's tag: all of it stays the same as long as the digest does. */
export interface Shown {
  readonly facts: ModelFacts
  readonly cloud: boolean
  /** The Modelfile's own `num_ctx`. */
  readonly contextSetting?: number
}

/** Facts from a tag and, when it could be had, the answer of `/api/show`. */
export function readOllamaShow(tag: OllamaTag, answer: unknown): Shown {
  const show: Partial<z.infer<typeof Show>> = Show.safeParse(answer).data ?? {}
  const info = show.model_info ?? {}
  const details = { ...tag.details, ...defined(show.details ?? {}) }
  const capabilities = show.capabilities ?? tag.capabilities
  const role = roleOf(capabilities)
  const size = parameters(info, details.parameter_size)
  return {
    facts: {
      ...defined({
        role: reported(role),
        origin: reported(origin(info)),
        family: reported(details.family),
        parameters: reported(size),
        activeParameters: reported(activeParameters(info, size)),
        quantisation: reported(quantisation(details.quantization_level)),
        trainedContext: reported(architecture(info, 'context_length') ?? details.context_length),
        embeddingLength: reported(
          architecture(info, 'embedding_length') ?? details.embedding_length,
        ),
      }),
      capabilities: capabilitiesOf(capabilities, role),
    },
    cloud: (show.remote_host ?? tag.remote_host) !== undefined,
    ...defined({ contextSetting: modelfileContext(show.parameters) }),
  }
}

/** Servers before 0.6.4 list no capabilities. */
function roleOf(capabilities: readonly string[] | undefined): ModelRole | undefined {
  if (capabilities === undefined || capabilities.length === 0) return undefined
  if (capabilities.includes('completion')) return 'chat'
  return capabilities.includes('embedding') ? 'embedding' : 'other'
}

/** The list is complete: what is not on it the model cannot do. Formats are enforced by the server for every model. */
function capabilitiesOf(
  listed: readonly string[] | undefined,
  role: ModelRole | undefined,
): Capabilities {
  if (listed === undefined || role === undefined) return {}
  const has = (name: string): { value: boolean; source: 'reported' } => ({
    value: listed.includes(name),
    source: 'reported',
  })
  return {
    vision: has('vision'),
    tools: has('tools'),
    reasoning: has('thinking'),
    audio: has('audio'),
    json: has('completion'),
  }
}

function architecture(info: Readonly<Record<string, unknown>>, key: string): number | undefined {
  return positive(info[`${info['general.architecture']}.${key}`])
}

/** In billions, from the exact count or else the label. */
function parameters(
  info: Readonly<Record<string, unknown>>,
  label: string | undefined,
): number | undefined {
  const exact = positive(info['general.parameter_count'])
  return exact === undefined ? billions(label) : exact / 1e9
}

/** Share of a mixture's weights that every token passes, whichever experts it is sent to. */
const EVERY_TOKEN = 0.05

/** In billions, by how many of its experts a mixture asks at a time. */
function activeParameters(
  info: Readonly<Record<string, unknown>>,
  size: number | undefined,
): number | undefined {
  const all = architecture(info, 'expert_count')
  const asked = architecture(info, 'expert_used_count')
  if (size === undefined || all === undefined || asked === undefined || asked >= all)
    return undefined
  return size * (EVERY_TOKEN + (1 - EVERY_TOKEN) * (asked / all))
}

/** What the file calls its model and what it was made of it, such as `Qwen2.5-Coder Instruct`. */
function origin(info: Readonly<Record<string, unknown>>): string | undefined {
  const names = [info['general.basename'], info['general.finetune']]
  const known = names.filter((name) => typeof name === 'string' && name !== '')
  return known.length === 0 ? undefined : known.join(' ').slice(0, LONGEST_NAME)
}

const LONGEST_NAME = 200

function quantisation(level: string | undefined): string | undefined {
  return level?.toLowerCase() === 'unknown' ? undefined : level
}

/** `parameters` has a line per parameter: its name, spaces, its value. */
function modelfileContext(parameters: string | undefined): number | undefined {
  return positive(Number(/^num_ctx\s+(\d+)\s*$/m.exec(parameters ?? '')?.[1]))
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 1 ? value : undefined
}
