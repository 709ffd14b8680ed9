import { runAsProcess } from './engine/run-as-process.ts'
import { simulateOpenAi } from './openai/simulate-openai.ts'

runAsProcess(simulateOpenAi)
