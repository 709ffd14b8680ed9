import type { Client } from './client.ts'

/** Open WebUI, by the variables it takes when it starts for the first time. */
export const openWebui: Client = {
  name: 'openwebui',
  title: 'Open WebUI',
  needs: '/v1/chat/completions',
  settings: ({ base, key }) => ({
    OPENAI_API_BASE_URL: `${base}/v1`,
    OPENAI_API_KEY: key,
    ENABLE_OLLAMA_API: 'false',
  }),
  steps: [
    'Give these to its container or process; or enter address and key under Admin Panel > Settings > Connections > OpenAI API.',
    'In a container the router is not at 127.0.0.1: use host.docker.internal, or the name of its container, and let the router listen there (ROUTER_HOST=0.0.0.0).',
    'Once started it keeps connections in its own database: later changes belong into its settings.',
  ],
}
