import type { Client } from './client.ts'

/** Cline keeps its settings in the editor's own storage, so they are typed in. */
export const cline: Client = {
  name: 'cline',
  title: 'Cline',
  needs: '/v1/chat/completions',
  settings: ({ base, key, model }) => ({
    'API Provider': 'OpenAI Compatible',
    'Base URL': `${base}/v1`,
    'API Key': key,
    'Model ID': model,
  }),
  steps: ["Enter these in Cline's settings (the gear in its panel)."],
}
