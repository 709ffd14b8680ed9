import { later, setting } from '../setting.ts'
import { flag, integer, number, seconds } from '../value-types.ts'

/** How the router asks models to get to know them. */
export const profileSettings = {
  'profile.enabled': setting({
    type: flag(),
    fallback: true,
    env: 'ROUTER_PROFILING_ENABLED',
    about: 'Profile models in the background; without it only when somebody asks for it.',
  }),
  'profile.max_cost': setting({
    type: number(0, 1_000_000),
    fallback: 0,
    env: 'ROUTER_PROFILING_MAX_COST',
    unit: 'US dollars',
    about:
      'What all questions to remote models may cost together; only backends with `profile: true` are asked any.',
  }),
  'profile.timeout': setting({
    type: seconds(),
    fallback: 90,
    env: 'ROUTER_PROFILE_TIMEOUT',
    unit: 'seconds',
    about: 'One question of a profile to a model whose speed is not known yet.',
  }),
  'profile.prompts_per_category': setting({
    type: integer(1, 1000),
    fallback: 10,
    env: 'ROUTER_PROFILE_PROMPTS_PER_CATEGORY',
    about:
      'Questions of each kind of work that a profile asks, of 24 that there are; 2 of each come first, and the others while nobody uses the models.',
  }),
  'profile.parallel_count': setting({
    type: integer(1, 64),
    fallback: 1,
    env: 'ROUTER_PROFILE_PARALLEL_COUNT',
    oldEnv: ['ROUTER_PROFILE_CONCURRENCY'],
    about: 'Machines profiled at once; on one machine it is always one model at a time.',
  }),
  'profile.measure_vram': later({
    type: flag(),
    fallback: true,
    env: 'ROUTER_PROFILE_MEASURE_VRAM',
    about: 'Measure the GPU memory of a model while it is profiled.',
  }),
  'profile.vram_sample_delay': later({
    type: number(0, 600),
    fallback: 2,
    env: 'ROUTER_PROFILE_VRAM_SAMPLE_DELAY',
    unit: 'seconds',
    about: 'Pause before each of these measurements.',
  }),
  'profile.vram_samples': later({
    type: integer(1, 100),
    fallback: 3,
    env: 'ROUTER_PROFILE_VRAM_SAMPLES',
    about: 'Number of these measurements.',
  }),
  'profile.warmup_disk_speed_mbps': setting({
    type: number(0.1, 1_000_000),
    fallback: 50,
    env: 'ROUTER_PROFILE_WARMUP_DISK_SPEED_MBPS',
    unit: 'MB per second',
    about: 'How fast models are expected to be read from disk.',
  }),
  'profile.warmup_max_timeout': setting({
    type: seconds(),
    fallback: 1800,
    env: 'ROUTER_PROFILE_WARMUP_MAX_TIMEOUT',
    unit: 'seconds',
    about: 'Longest wait for a model to load before it is profiled.',
  }),
  'profile.adaptive_timeout_min': setting({
    type: seconds(),
    fallback: 30,
    env: 'ROUTER_PROFILE_ADAPTIVE_TIMEOUT_MIN',
    unit: 'seconds',
    about: 'Shortest time given to one question.',
  }),
  'profile.adaptive_timeout_max': setting({
    type: seconds(),
    fallback: 1800,
    env: 'ROUTER_PROFILE_ADAPTIVE_TIMEOUT_MAX',
    unit: 'seconds',
    about: 'Longest time given to one question.',
  }),
  'profile.adaptive_safety_factor': setting({
    type: number(1, 100),
    fallback: 2,
    env: 'ROUTER_PROFILE_ADAPTIVE_SAFETY_FACTOR',
    oldEnv: ['ROUTER_PROFILE_ADAPTIVE_TIMEOUT_SAFETY_FACTOR'],
    about: 'By how much the expected time of a question is multiplied.',
  }),
}
