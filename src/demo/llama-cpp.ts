import { runAsProcess } from './engine/run-as-process.ts'
import { simulateLlamaCpp } from './llama-cpp/simulate-llama-cpp.ts'

runAsProcess(simulateLlamaCpp)
