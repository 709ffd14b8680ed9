import type { BenchmarkSource } from '../benchmark.ts'
import { artificialAnalysis } from './artificial-analysis.ts'
import { huggingface } from './huggingface.ts'
import { lmarena } from './lmarena.ts'

/** Who can be asked for benchmarks. */
export const benchmarkSources: readonly BenchmarkSource[] = [
  huggingface,
  lmarena,
  artificialAnalysis,
]
