import { runAsProcess } from './engine/run-as-process.ts'
import { simulateOllama } from './ollama/simulate-ollama.ts'

runAsProcess(simulateOllama)
