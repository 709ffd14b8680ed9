import { type FamilyEntry, SEES, TEXT, THINKS, TOOLS } from './family-entry.ts'

/** Models whose names often hold the name of their base too, so these are looked up first; the first match wins. */
export const TUNED_FAMILIES: readonly FamilyEntry[] = [
  // Not for chat: what they are for, their role tells.
  { names: 'nomic-embed|mxbai-embed|snowflake-arctic-embed|jina-embeddings|granite-embedding' },
  { names: 'bge|e5|gte|all-minilm|text-embedding|embeddinggemma|llama-guard|shieldgemma' },
  { names: 'whisper|stable-diffusion|flux|kokoro|dall-e|gpt-image' },

  { names: 'deepseek-r1|r1-1776', vision: false, reasoning: true, active: { 671: 37 } },
  { names: 'nous-hermes|openhermes', family: 'hermes', ...TEXT },
  { names: 'hermes', since: 4, ...THINKS },
  { names: 'hermes', ...TOOLS },
  { names: 'firefunction', parameters: 70, ...TOOLS },
  { names: 'llama3-groq-tool-use', family: 'llama', bare: 8, ...TOOLS },
  { names: 'nemotron', word: 'mini', parameters: 4, ...TOOLS },
  { names: 'nemotron', since: 3, active: { 30: 3.5, 120: 12 }, ...THINKS },
  { names: 'nemotron', bare: 70, vision: false, tools: true },
  { names: 'cogito', bare: 8, ...THINKS },
  { names: 'athene', since: 2, parameters: 72, ...TOOLS },
  { names: 'marco-o1|openthinker|smallthinker|deepscaler', vision: false, reasoning: true },
  { names: 'zephyr|openchat|starling-lm|neural-chat', bare: 7, ...TEXT },
  { names: 'vicuna|wizardlm|wizard-math|wizard-vicuna|openorca|orca|stablebeluga', ...TEXT },
  { names: 'wizardcoder|phind-codellama|sqlcoder|magicoder|duckdb-nsql', ...TEXT },
  { names: 'dolphin|tinydolphin|dolphincoder|tulu|gpt4all' },

  { names: 'llava-llama3', family: 'llava', parameters: 8, tools: false, ...SEES },
  { names: 'llava-phi3', family: 'llava', parameters: 3.8, tools: false, ...SEES },
  { names: 'llava|bakllava', bare: 7, tools: false, ...SEES },
  { names: 'moondream', bare: 1.8, tools: false, ...SEES },
  { names: 'minicpm-[vo]', bare: 8, ...SEES },
  { names: 'internvl|smolvlm|molmo|cogvlm|idefics|paligemma|fuyu', vision: true },
]
