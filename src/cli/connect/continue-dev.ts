import { type Document, isMap, isSeq, parse, parseDocument, type YAMLSeq } from 'yaml'
import { UsageError } from '../terminal/usage-error.ts'
import type { Client, RouterLink } from './client.ts'

const NAME = 'SmarterRouter'

/** Continue, the editor extension: one entry in the list of its models. */
export const continueDev: Client = {
  name: 'continue',
  title: 'Continue',
  needs: '/v1/chat/completions',
  settings: ({ base, key, model }) => ({
    name: NAME,
    provider: PROVIDER,
    model,
    apiBase: `${base}/v1`,
    apiKey: key,
  }),
  steps: ['Add this to "models" in ~/.continue/config.yaml, or let --write do it.'],
  file: { path: ['.continue', 'config.yaml'], merge },
}

/** How Continue calls everything that speaks OpenAI's language. */
const [PROVIDER = ''] = parse('[openai]') as readonly string[]

const EMPTY = 'name: Local\nversion: 1.0.0\nschema: v1\nmodels: []\n'

function merge(before: string | undefined, link: RouterLink): string {
  const document = parseDocument(before?.trim() ? before : EMPTY)
  if (document.errors.length > 0 || !isMap(document.contents)) {
    throw new UsageError('It is not valid YAML, or no mapping: mend it first.')
  }
  const models = modelsOf(document)
  const entry = models.items.find((item) => isMap(item) && item.get('name') === NAME)
  const settings = continueDev.settings(link)
  if (isMap(entry)) for (const [field, value] of Object.entries(settings)) entry.set(field, value)
  else models.add(document.createNode({ ...settings, roles: ['chat', 'edit', 'apply'] }))
  return document.toString({ lineWidth: 0 })
}

function modelsOf(document: Document): YAMLSeq {
  const models = document.get('models')
  if (isSeq(models)) {
    models.flow = false
    return models
  }
  if (models !== undefined && models !== null) {
    throw new UsageError('"models" in it is no list: mend it first.')
  }
  const created = document.createNode([]) as YAMLSeq
  document.set('models', created)
  return created
}
