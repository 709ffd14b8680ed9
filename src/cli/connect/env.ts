import type { Client } from './client.ts'

/** The variables that OpenAI's SDKs and most programs built on them read. */
export const env: Client = {
  name: 'env',
  title: 'Environment variables for OpenAI SDKs',
  needs: '/v1/chat/completions',
  settings: ({ base, key, model }) => ({
    OPENAI_BASE_URL: `${base}/v1`,
    OPENAI_API_KEY: key,
    OPENAI_MODEL: model,
  }),
  steps: ['Export these where the program starts; OPENAI_MODEL is read only by some.'],
}
