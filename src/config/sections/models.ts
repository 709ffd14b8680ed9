import { backendList } from '../backend-entry.ts'
import { overrideMap } from '../model-override.ts'
import { later, setting } from '../setting.ts'
import { flag, integer, keepAlive, list, mapOf, matching, number, text } from '../value-types.ts'

/** Which models there are, what they are called and how one of them is chosen. */
export const modelSettings = {
  backends: setting({
    type: backendList(),
    fallback: [],
    secretKeys: ['api_key', 'headers'],
    about: 'The servers of models; with none, the usual ports of this machine are looked at.',
  }),
  polling_interval: setting({
    type: number(1, 86_400),
    fallback: 60,
    env: 'ROUTER_POLLING_INTERVAL',
    unit: 'seconds',
    about: 'How often backends are asked for their models.',
  }),
  media_urls: setting({
    type: flag(),
    fallback: undefined,
    env: 'ROUTER_MEDIA_URLS',
    about: 'Pass web addresses of images on to backends; unset, to remote ones only.',
  }),
  external_model_name: setting({
    type: matching(/^\S{1,128}$/, 'must be a name without spaces, 128 characters at most'),
    fallback: 'smarterrouter/main',
    env: 'ROUTER_EXTERNAL_MODEL_NAME',
    oldEnv: ['ROUTER_ROUTER_EXTERNAL_MODEL_NAME'],
    about: 'The model name that means: let the router choose.',
  }),
  aliases: setting({
    type: mapOf(text().refine((target) => target !== '', { error: 'must name a model' })),
    fallback: {},
    about: 'Other names for models: a pattern of names, and the model it stands for.',
  }),
  routed_names: setting({
    type: list(text()),
    fallback: ['claude-*'],
    env: 'ROUTER_ROUTED_NAMES',
    about:
      'Patterns of names that clients insist on: the router chooses for them when no model and no alias has that name. A real name reaches its own model, be it a remote and paid one that models: of its backend does not list; models.exclude keeps such a name for the router. With @ only a date may follow, as in claude-sonnet-4-5@20250929. For none: [] in the file, a comma as variable.',
  }),
  overrides: setting({
    type: overrideMap(),
    fallback: {},
    about: 'What you know about models better than they say: a pattern of names, and the facts.',
  }),
  'models.include': setting({
    type: list(text()),
    fallback: [],
    env: 'ROUTER_MODEL_FILTER_INCLUDE',
    about: 'Patterns of the models to use; empty, all of them.',
  }),
  'models.exclude': setting({
    type: list(text()),
    fallback: [],
    env: 'ROUTER_MODEL_FILTER_EXCLUDE',
    about: 'Patterns of the models never to use.',
  }),
  'models.max_context': setting({
    type: integer(512, 16_777_216),
    fallback: 32_768,
    env: 'ROUTER_MAX_CONTEXT',
    unit: 'tokens',
    about: "Up to which context a model's own may be raised when a request needs it.",
  }),
  'models.keep_alive': setting({
    type: keepAlive(),
    fallback: -1,
    env: 'ROUTER_MODEL_KEEP_ALIVE',
    unit: 'seconds, or a duration such as 5m',
    about: 'How long a model stays loaded after an answer; -1 for ever, 0 not at all.',
  }),
  'models.default_embedding': setting({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_DEFAULT_EMBEDDING_MODEL',
    about: 'Model for embeddings that name no model.',
  }),
  'models.pinned': later({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_PINNED_MODEL',
    about: 'Model that is loaded at the start and never unloaded.',
  }),
  'routing.quality_preference': setting({
    type: number(0, 1),
    fallback: 0.5,
    env: 'ROUTER_QUALITY_PREFERENCE',
    about: '0 prefers the fastest answer, 1 the best.',
  }),
  'routing.exploration': setting({
    type: number(0, 1),
    fallback: 0.3,
    env: 'ROUTER_EXPLORATION',
    about:
      'How boldly models that are not known well are tried out, 0 = never. Only after 2,000 requests, never for who wants the best or the fastest model.',
  }),
  'routing.cascading_enabled': setting({
    type: flag(),
    fallback: true,
    env: 'ROUTER_CASCADING_ENABLED',
    about: 'Try the next best model when one fails.',
  }),
  'routing.prefer_smaller_models': later({
    type: flag(),
    fallback: true,
    env: 'ROUTER_PREFER_SMALLER_MODELS',
    about: 'Of two models equally good, take the smaller.',
  }),
  'routing.prefer_newer_models': later({
    type: flag(),
    fallback: true,
    env: 'ROUTER_PREFER_NEWER_MODELS',
    about: 'Of two models equally good, take the newer.',
  }),
  'dispatcher.model': later({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_MODEL',
    oldEnv: ['ROUTER_ROUTER_MODEL'],
    about: 'Model that is asked which model should answer.',
  }),
  'dispatcher.temperature': later({
    type: number(0, 2),
    fallback: 0,
    env: 'ROUTER_TEMPERATURE',
    oldEnv: ['ROUTER_ROUTER_TEMPERATURE'],
    about: 'Temperature of that question.',
  }),
  'dispatcher.max_tokens': later({
    type: integer(1, 100_000),
    fallback: 50,
    env: 'ROUTER_MAX_TOKENS',
    oldEnv: ['ROUTER_ROUTER_MAX_TOKENS'],
    unit: 'tokens',
    about: 'Length of the answer to that question.',
  }),
  'feedback.enabled': setting({
    type: flag(),
    fallback: true,
    env: 'ROUTER_FEEDBACK_ENABLED',
    about: "Take users' ratings and learn from them.",
  }),
}
