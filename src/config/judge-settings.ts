import { backendKinds } from '../backends/index.ts'
import type { BackendSettings, Timeouts } from '../contracts/backend.ts'
import { defined } from '../std/defined.ts'
import { resolveBackend } from './resolve-backend.ts'
import type { Values } from './schema.ts'
import { USUAL_JUDGE_URL } from './sections/judge.ts'

export interface JudgeSettings {
  readonly enabled: boolean
  readonly model: string
  /** The API where it is asked. */
  readonly api: BackendSettings
  /** Nobody chose that API: a model of the router's own may be meant. */
  readonly isUsualApi: boolean
  /** Of a comparison that failed. */
  readonly maxRetries: number
  /** Before the first of these. */
  readonly retryBaseSeconds: number
  /** In a calendar month. */
  readonly maxCalls: number
  /** Dollars, in a calendar month. */
  readonly maxCost: number
}

/** The name of the judge's API among the backends: no configured one may have a name with a space. */
const NAME = 'the judge'

export function judgeOf(values: Values, timeouts: Timeouts): JudgeSettings {
  const url = values['judge.base_url']
  return {
    enabled: values['judge.enabled'],
    model: values['judge.model'],
    api: apiOf(values, timeouts),
    isUsualApi: url === USUAL_JUDGE_URL,
    maxRetries: values['judge.max_retries'],
    retryBaseSeconds: values['judge.retry_base_delay'],
    maxCalls: values['judge.max_calls'],
    maxCost: values['judge.max_cost'],
  }
}

function apiOf(values: Values, timeouts: Timeouts): BackendSettings {
  const kind = backendKinds.find((one) => one.kind === 'openai')?.kind ?? ''
  const headers = defined({
    'HTTP-Referer': values['judge.http_referer'],
    'X-Title': values['judge.x_title'],
  })
  const entry = {
    ...{ name: NAME, kind, url: values['judge.base_url'], headers },
    api_key: values['judge.api_key'],
  }
  return resolveBackend(entry, { timeouts, mediaUrls: false })
}
