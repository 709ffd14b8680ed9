import { databaseUrl } from '../database-url.ts'
import { setting } from '../setting.ts'
import { escapedText, flag, integer, oneOf } from '../value-types.ts'

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** What replies say about themselves, and what is written down of them. */
export const recordSettings = {
  list_models: setting({
    type: flag(),
    fallback: false,
    env: 'ROUTER_LIST_MODELS',
    about: "List every model and alias on /v1/models, not only the router's own name.",
  }),
  response_metadata: setting({
    type: flag(),
    fallback: false,
    env: 'ROUTER_RESPONSE_METADATA',
    about: 'Put an object "router" with model, backend and reasoning into every answer.',
  }),
  'signature.enabled': setting({
    type: flag(),
    fallback: false,
    env: 'ROUTER_SIGNATURE_ENABLED',
    about: 'Append a line to every answer that names the model.',
  }),
  'signature.format': setting({
    type: escapedText(),
    fallback: '\nModel: {model}',
    env: 'ROUTER_SIGNATURE_FORMAT',
    about: 'That line; {model} is the name, \\n, \\t and \\r are understood.',
  }),
  'database.url': setting({
    type: databaseUrl(),
    fallback: 'data/router.db',
    env: 'ROUTER_DATABASE_URL',
    restart: true,
    about: 'sqlite:///x is relative to the working directory, sqlite:////x is absolute.',
  }),
  'database.retention_days': setting({
    type: integer(1, 36_500),
    fallback: 30,
    env: 'ROUTER_LOG_RETENTION_DAYS',
    unit: 'days',
    about: 'How long the log of requests is kept.',
  }),
  'database.retention_rows': setting({
    type: integer(1, 1_000_000_000),
    fallback: 200_000,
    env: 'ROUTER_LOG_RETENTION_ROWS',
    unit: 'requests',
    about: 'How many requests the log keeps.',
  }),
  'log.level': setting<(typeof LEVELS)[number]>({
    type: oneOf(LEVELS, { warning: 'warn', critical: 'fatal' }),
    fallback: 'info',
    env: 'ROUTER_LOG_LEVEL',
    about: `How much is logged: ${LEVELS.join(', ')}.`,
  }),
  'log.format': setting<'text' | 'json'>({
    type: oneOf(['text', 'json']),
    fallback: 'text',
    env: 'ROUTER_LOG_FORMAT',
    restart: true,
    about: 'Log lines for people (text) or for machines (json).',
  }),
}
