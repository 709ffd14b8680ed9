import type { Endpoint } from '../endpoint.ts'
import { adminBackends } from './backends.ts'
import { adminBenchmarks } from './benchmarks.ts'
import { adminCancelJob } from './cancel-job.ts'
import { adminExplain } from './explain.ts'
import { adminExplainPrompt } from './explain-prompt.ts'
import { adminFeedback } from './feedback.ts'
import { adminJob } from './job.ts'
import { adminJobEvents } from './job-events.ts'
import { adminJobs } from './jobs.ts'
import { adminModelMemory } from './model-memory.ts'
import { adminModels } from './models.ts'
import { adminProfiles } from './profiles.ts'
import { adminReplay } from './replay.ts'
import { adminReprofile } from './reprofile.ts'
import { adminStats } from './stats.ts'
import { adminSyncBenchmarks } from './sync-benchmarks.ts'

/** Every endpoint for whoever runs the router. */
export const adminEndpoints: readonly Endpoint[] = [
  adminBackends,
  adminModels,
  adminModelMemory,
  adminExplain,
  adminExplainPrompt,
  adminReplay,
  adminFeedback,
  adminProfiles,
  adminStats,
  adminReprofile,
  adminBenchmarks,
  adminSyncBenchmarks,
  adminJobs,
  adminJob,
  adminJobEvents,
  adminCancelJob,
]
