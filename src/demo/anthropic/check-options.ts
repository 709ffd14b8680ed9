import type { SimulatedModel } from '../engine/description.ts'
import { asList, asNumber, asObject, asText } from '../engine/read.ts'
import type { MessagesBody } from './body.ts'
import { objectAt, refuseExtras, requireFields, tagAt } from './fields.ts'
import { invalid } from './refuse.ts'

/** Throws 400 for options that the model or the protocol does not allow; `max_tokens` may be absent. */
export function checkOptions(body: MessagesBody, model: SimulatedModel): void {
  checkMaxTokens(body.max_tokens, model)
  checkSampling(body)
  checkThinking(body, model)
  checkEffort(body.output_config, model)
  if (body.metadata !== undefined) refuseExtras(asObject(body.metadata), ['user_id'], 'metadata')
  if (body.stream !== undefined && typeof body.stream !== 'boolean') {
    throw invalid('stream: Input should be a valid boolean')
  }
  if (asList(body.stop_sequences).some((word) => (asText(word) ?? '').trim() === '')) {
    throw invalid('stop_sequences: each stop sequence must contain non-whitespace')
  }
}

function checkMaxTokens(asked: unknown, { name, maxOutput }: SimulatedModel): void {
  if (asked === undefined) return
  const tokens = asNumber(asked)
  if (tokens === undefined || !Number.isInteger(tokens)) {
    throw invalid('max_tokens: Input should be a valid integer')
  }
  if (tokens < 1) throw invalid('max_tokens: Input should be greater than or equal to 1')
  if (tokens <= maxOutput) return
  const limit = `which is the maximum allowed number of output tokens for ${name}`
  throw invalid(`max_tokens: ${tokens} > ${maxOutput}, ${limit}`)
}

/** The ranges of numbers. Newer models take only one of temperature and top_p; all are simulated so. */
function checkSampling({ temperature, top_p }: MessagesBody): void {
  checkShare(temperature, 'temperature')
  checkShare(top_p, 'top_p')
  if (temperature === undefined || top_p === undefined) return
  throw invalid(
    '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
  )
}

function checkShare(value: unknown, at: string): void {
  if (value === undefined) return
  const number = asNumber(value)
  if (number === undefined) throw invalid(`${at}: Input should be a valid number`)
  if (number < 0) throw invalid(`${at}: Input should be greater than or equal to 0`)
  if (number > 1) throw invalid(`${at}: Input should be less than or equal to 1`)
}

function checkThinking(body: MessagesBody, model: SimulatedModel): void {
  if (body.thinking === undefined) return
  const thinking = objectAt<{ type: string }>(body.thinking, 'thinking')
  const type = tagAt(
    thinking.type,
    ['disabled', 'enabled', 'adaptive', 'between_tools'],
    'thinking',
  )
  refuseExtras(thinking, THINKING_FIELDS[type], `thinking.${type}`)
  if (type === 'disabled') return
  if (!model.talents.includes('thinking')) {
    if (type === 'adaptive') throw invalid('adaptive thinking is not supported on this model')
    throw invalid(`'${model.name}' does not support thinking.`)
  }
  if (type === 'enabled') checkBudget(thinking, body.max_tokens)
  checkBesideThinking(body)
}

const THINKING_FIELDS = {
  disabled: ['type'],
  enabled: ['type', 'budget_tokens', 'display'],
  adaptive: ['type', 'display'],
  between_tools: ['type'],
}

function checkBudget(thinking: object, maxTokens: unknown): void {
  const at = 'thinking.enabled'
  requireFields(thinking, ['budget_tokens'], at)
  const budget = asNumber(asObject<{ budget_tokens: number }>(thinking).budget_tokens) ?? 0
  if (budget < LEAST_BUDGET) {
    throw invalid(`${at}.budget_tokens: Input should be greater than or equal to ${LEAST_BUDGET}`)
  }
  if (budget < (asNumber(maxTokens) ?? Number.POSITIVE_INFINITY)) return
  throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`.')
}

const LEAST_BUDGET = 1024

/** What thinking does not go with. */
function checkBesideThinking(body: MessagesBody): void {
  const { temperature, top_k, top_p } = body
  if (temperature !== undefined && temperature !== 1) {
    throw invalid('`temperature` may only be set to 1 when thinking is enabled.')
  }
  if (top_k !== undefined) throw invalid('`top_k` must be unset when thinking is enabled.')
  if (top_p !== undefined && (asNumber(top_p) ?? 0) < LEAST_TOP_P) {
    throw invalid(
      `\`top_p\` must be greater than or equal to ${LEAST_TOP_P} or unset when thinking is enabled.`,
    )
  }
  const { type } = asObject<{ type: string }>(body.tool_choice)
  if (type !== 'any' && type !== 'tool') return
  throw invalid('Thinking may not be enabled when tool_choice forces tool use.')
}

const LEAST_TOP_P = 0.95

function checkEffort(config: unknown, model: SimulatedModel): void {
  if (config === undefined) return
  const { effort } = objectAt<{ effort: string }>(config, 'output_config')
  if (effort === undefined || effort === null) return
  const known = EFFORTS.some((one) => one === effort)
  if (!known) {
    throw invalid("output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'")
  }
  if (model.talents.includes('thinking')) return
  throw invalid('This model does not support the effort parameter.')
}

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max']
