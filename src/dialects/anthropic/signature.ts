/** Signs the thinking of models that sign none themselves, so that its text is told from what Anthropic takes back. */
export const UNSIGNED = 'smarterrouter'
