import { backendUrl } from '../backend-url.ts'
import { setting } from '../setting.ts'
import { flag, integer, number, secret, text } from '../value-types.ts'

/** Where the judge is asked unless it is a model of the router's own. */
export const USUAL_JUDGE_URL = 'https://api.openai.com'

/** Who compares answers that no rule can grade. */
export const judgeSettings = {
  'judge.enabled': setting({
    type: flag(),
    fallback: false,
    env: 'ROUTER_JUDGE_ENABLED',
    about:
      'Have a strong model compare answers to open questions with reference answers; it is shown the router’s own questions and what models answered to them, never a user’s.',
  }),
  'judge.model': setting({
    type: text(),
    fallback: 'gpt-4o',
    env: 'ROUTER_JUDGE_MODEL',
    about: 'That model: one of the router’s own (`model` or `model@backend`), or one of an API.',
  }),
  'judge.base_url': setting({
    type: backendUrl(),
    fallback: USUAL_JUDGE_URL,
    env: 'ROUTER_JUDGE_BASE_URL',
    about:
      'The OpenAI-compatible API where it is found; at the usual one only if none of the router’s own models has that name.',
  }),
  'judge.api_key': setting({
    type: secret(),
    fallback: undefined,
    env: 'ROUTER_JUDGE_API_KEY',
    secret: true,
    about: 'Key for that API.',
  }),
  'judge.http_referer': setting({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_JUDGE_HTTP_REFERER',
    about: 'Header HTTP-Referer sent there.',
  }),
  'judge.x_title': setting({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_JUDGE_X_TITLE',
    about: 'Header X-Title sent there.',
  }),
  'judge.max_retries': setting({
    type: integer(0, 100),
    fallback: 3,
    env: 'ROUTER_JUDGE_MAX_RETRIES',
    about: 'How often a comparison is tried again that failed or cannot be read.',
  }),
  'judge.retry_base_delay': setting({
    type: number(0, 600),
    fallback: 1,
    env: 'ROUTER_JUDGE_RETRY_BASE_DELAY',
    unit: 'seconds',
    about: 'Pause before the first of these tries; each next one doubles it.',
  }),
  'judge.max_calls': setting({
    type: integer(0, 10_000_000),
    fallback: 2000,
    env: 'ROUTER_JUDGE_MAX_CALLS',
    about: 'Times that the judge is asked in a calendar month (UTC) at the most.',
  }),
  'judge.max_cost': setting({
    type: number(0, 1_000_000),
    fallback: 1,
    env: 'ROUTER_JUDGE_MAX_COST',
    unit: 'US dollars',
    about: 'What a judge with a known price may cost in a calendar month (UTC).',
  }),
}
