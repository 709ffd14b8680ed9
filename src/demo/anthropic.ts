import { simulateAnthropic } from './anthropic/simulate-anthropic.ts'
import { runAsProcess } from './engine/run-as-process.ts'

runAsProcess(simulateAnthropic)
