import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { modelFile } from '../parts/models.ts'
import { ollamaProgram } from '../parts/ollama.ts'
import { pythonOf } from '../parts/pip.ts'
import { llamaServer } from '../parts/router.ts'
import { addModel } from './add-model.ts'
import type { ServerRecipe } from './real-server.ts'

/** The names that the models have on every server that has them. */
export const CHAT = 'smollm2-135m'
export const SPARE = 'smollm2-135m-f16'
export const EMBED = 'minilm'
/** A file that is no model, in router mode. */
export const BROKEN = 'wreck'

const PARTS = join(import.meta.dirname, '..', 'parts')
const TEMPLATE = join(PARTS, 'chat-with-tools.jinja')

/** Ollama with all three models; `env` may limit how many it holds. */
export function ollamaRecipe(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): ServerRecipe {
  return {
    name: 'ollama',
    readyPath: '/api/version',
    command: (port) => ({
      command: [ollamaProgram(folder), 'serve'],
      env: {
        HOME: folder,
        OLLAMA_HOST: `127.0.0.1:${port}`,
        OLLAMA_MODELS: join(folder, 'ollama-models'),
        OLLAMA_NUM_PARALLEL: '1',
        OLLAMA_NO_CLOUD: '1',
        OLLAMA_NOPRUNE: '1',
        ...env,
      },
    }),
    async prepare(url) {
      const response = await fetch(`${url}/api/tags`)
      const { models } = (await response.json()) as {
        readonly models: readonly { readonly name: string }[]
      }
      const there = models.map(({ name }) => name.replace(':latest', ''))
      for (const name of [CHAT, SPARE, EMBED] as const) {
        if (there.includes(name)) continue
        await addModel(url, { name, file: modelFile(folder, name), chats: name !== EMBED })
      }
    },
  }
}

/** llama.cpp with the chat model. */
export function llamaRecipe(folder: string): ServerRecipe {
  return pythonServer(folder, 'llama', CHAT, {
    n_ctx: 4096,
    n_parallel: 2,
    chat_template: readFileSync(TEMPLATE, 'utf8'),
  })
}

/** llama.cpp with the embedding model. */
export function embedRecipe(folder: string): ServerRecipe {
  return pythonServer(folder, 'embed', EMBED, { n_ctx: 512, n_parallel: 1, embedding: true })
}

function pythonServer(
  folder: string,
  name: string,
  model: typeof CHAT | typeof EMBED,
  settings: object,
): ServerRecipe {
  const script = join(PARTS, 'llama-server.py')
  return {
    name,
    readyPath: '/health',
    command: (port) => ({
      command: [
        ...[pythonOf(folder), script, modelFile(folder, model), String(port)],
        JSON.stringify(settings),
      ],
    }),
  }
}

/** llama.cpp in router mode, with at most so many models loaded at once; 0 = no limit. */
export function routerRecipe(folder: string, most = 0): ServerRecipe {
  const wreck = join(folder, 'wreck.gguf')
  writeFileSync(wreck, 'not a model\n')
  const chat = `chat-template-file = ${TEMPLATE}`
  const sections = [
    [CHAT, modelFile(folder, CHAT), chat],
    [SPARE, modelFile(folder, SPARE), chat],
    [EMBED, modelFile(folder, EMBED), 'embeddings = 1'],
    [BROKEN, wreck],
  ].map(([name, file, ...more]) => [`[${name}]`, `model = ${file}`, ...more, ''].join('\n'))
  const preset = join(folder, 'router.ini')
  writeFileSync(preset, sections.join('\n'))
  return {
    name: 'router',
    readyPath: '/health',
    command: (port) => ({
      command: [
        ...[llamaServer(folder), '--models-preset', preset, '--models-max', String(most)],
        ...['--host', '127.0.0.1', '--port', String(port)],
        ...['-c', '4096', '-np', '2', '--jinja', '--slots'],
      ],
      env: { HOME: folder },
    }),
  }
}
