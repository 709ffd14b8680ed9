import { later } from '../setting.ts'
import { flag, integer, number, oneOf, seconds, text } from '../value-types.ts'

/** What the router will keep: answers in its caches, models in GPU memory. */
export const memorySettings = {
  'cache.enabled': later({
    type: flag(),
    fallback: true,
    env: 'ROUTER_CACHE_ENABLED',
    about: 'Answer repeated requests from memory.',
  }),
  'cache.max_size': later({
    type: integer(0, 10_000_000),
    fallback: 500,
    env: 'ROUTER_CACHE_MAX_SIZE',
    about: 'Routing decisions kept.',
  }),
  'cache.response_max_size': later({
    type: integer(0, 10_000_000),
    fallback: 200,
    env: 'ROUTER_CACHE_RESPONSE_MAX_SIZE',
    about: 'Answers kept.',
  }),
  'cache.ttl_seconds': later({
    type: integer(1, 31_536_000),
    fallback: 3600,
    env: 'ROUTER_CACHE_TTL_SECONDS',
    unit: 'seconds',
    about: 'How long they are kept.',
  }),
  'cache.similarity_threshold': later({
    type: number(0, 1),
    fallback: 0.85,
    env: 'ROUTER_CACHE_SIMILARITY_THRESHOLD',
    about: 'How alike two requests must be to share an answer; 1 is identical.',
  }),
  'cache.embed_model': later({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_EMBED_MODEL',
    about: 'Embedding model that likeness is measured with; unset, only identical requests share.',
  }),
  'vram.monitor_enabled': later({
    type: flag(),
    fallback: true,
    env: 'ROUTER_VRAM_MONITOR_ENABLED',
    about: 'Watch the memory of the GPUs.',
  }),
  'vram.monitor_interval': later({
    type: seconds(),
    fallback: 30,
    env: 'ROUTER_VRAM_MONITOR_INTERVAL',
    unit: 'seconds',
    about: 'How often.',
  }),
  'vram.log_interval': later({
    type: seconds(),
    fallback: 60,
    env: 'ROUTER_VRAM_LOG_INTERVAL',
    oldEnv: ['ROUTER_VRAM_MONITOR_LOG_INTERVAL'],
    unit: 'seconds',
    about: 'How often it is logged.',
  }),
  'vram.max_total_gb': later({
    type: number(0.1, 100_000),
    fallback: undefined,
    env: 'ROUTER_VRAM_MAX_TOTAL_GB',
    unit: 'GB',
    about: 'GPU memory that models may fill; unset, 90 % of what is there.',
  }),
  'vram.default_estimate_gb': later({
    type: number(0.1, 10_000),
    fallback: 8,
    env: 'ROUTER_VRAM_DEFAULT_ESTIMATE_GB',
    unit: 'GB',
    about: 'Memory that a model of unknown size is taken to need.',
  }),
  'vram.auto_unload_enabled': later({
    type: flag(),
    fallback: true,
    env: 'ROUTER_VRAM_AUTO_UNLOAD_ENABLED',
    about: 'Unload models to make room for others.',
  }),
  'vram.unload_threshold_pct': later({
    type: number(1, 100),
    fallback: 85,
    env: 'ROUTER_VRAM_UNLOAD_THRESHOLD_PCT',
    unit: 'per cent',
    about: 'From which use on room is made.',
  }),
  'vram.unload_strategy': later({
    type: oneOf(['lru', 'largest']),
    fallback: 'lru',
    env: 'ROUTER_VRAM_UNLOAD_STRATEGY',
    about: 'Which model goes first: the least recently used (lru) or the largest.',
  }),
  'vram.apple_unified_memory_gb': later({
    type: number(0.1, 100_000),
    fallback: undefined,
    env: 'ROUTER_APPLE_UNIFIED_MEMORY_GB',
    unit: 'GB',
    about: 'Memory of an Apple GPU; unset, asked from the system.',
  }),
  'vram.amd_unified_memory_gb': later({
    type: number(0.1, 100_000),
    fallback: undefined,
    env: 'ROUTER_AMD_UNIFIED_MEMORY_GB',
    unit: 'GB',
    about: 'Memory of an AMD GPU that shares the main memory; unset, asked from the system.',
  }),
}
