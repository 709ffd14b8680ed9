/** Something about servers that no real one has shown to the live suite, and the test that shows it otherwise. */
export interface Proof {
  readonly what: string
  readonly why: string
  readonly test: string
}

/** What a parser has met only as it was once recorded from a real server. */
export interface RecordedProof {
  readonly what: string
  /** Names of files in `test/fixtures/recorded`, without `.json`. */
  readonly recordings: readonly string[]
  readonly test: string
}

/** What only simulated or scripted servers have done; the live suite's page lists it. */
export const ONLY_SIMULATED: readonly Proof[] = [
  {
    what: 'Models that see images',
    why: 'no package brings a small one',
    test: 'test/e2e/images.test.ts',
  },
  {
    what: 'Thoughts, kept apart from words',
    why: 'no package brings a small model that thinks',
    test: 'test/contracts/backend-answers.test.ts',
  },
  {
    what: 'Several tools called in one answer',
    why: 'a model of 135 million parameters does not',
    test: 'test/contracts/backend-answers.test.ts',
  },
  {
    what: 'Ollama 0.30 and newer: capabilities and context in its list, separate runners',
    why: 'its Go module builds no program that computes',
    test: 'src/backends/ollama.test.ts',
  },
  {
    what: 'OpenAI, OpenRouter, vLLM, SGLang, LM Studio, LocalAI and llama-swap',
    why: 'hosted, or in no package that runs on a small machine; the kind itself ran against Ollama’s OpenAI-compatible side',
    test: 'src/backends/openai-compatible.test.ts',
  },
  {
    what: 'Anthropic’s own API: its models, keys, thinking, formats, prompt cache and refusals',
    why: 'hosted; the kind itself ran against Ollama’s side that speaks its language',
    test: 'test/e2e/anthropic-sdk.test.ts',
  },
  {
    what: 'Servers that refuse, stall, send garbage or break off at any byte',
    why: 'real ones do not on demand, but for being killed',
    test: 'test/contracts/backend-failures.test.ts',
  },
]

/** What has only been parsed as recorded; the live suite's page lists it. */
export const ONLY_PARSED: readonly RecordedProof[] = [
  {
    what: 'Ollama with its waiting line full',
    recordings: ['ollama-0.24.0-limit-queue-full'],
    test: 'test/contracts/recorded-failures.test.ts',
  },
  {
    what: 'Ollama asked for thoughts, tools or a chat that a model does not have',
    recordings: [
      'ollama-0.24.0-error-think',
      'ollama-0.24.0-error-tools-on-plain-model',
      'ollama-0.24.0-error-chat-on-embedding',
    ],
    test: 'test/contracts/recorded-failures.test.ts',
  },
  {
    what: 'llama.cpp while it loads its model',
    recordings: ['llama.cpp-b11549-loading-health'],
    test: 'test/contracts/recorded-failures.test.ts',
  },
  {
    what: 'llama.cpp shown an image that it cannot see',
    recordings: ['llama.cpp-b11549-error-image'],
    test: 'test/contracts/recorded-failures.test.ts',
  },
  {
    what: 'llama.cpp in router mode, told not to load what is asked for',
    recordings: ['llama.cpp-b10434-chat-no-autoload'],
    test: 'test/contracts/recorded-failures.test.ts',
  },
]
