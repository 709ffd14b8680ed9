import { expect, it } from 'vitest'
import { isBaseModel } from './is-base-model.ts'

it.each([
  'Qwen/Qwen2.5-7B',
  'Qwen/Qwen2.5-Coder-32B',
  'meta-llama/Llama-3.1-8B',
  'meta-llama/Meta-Llama-3-70B',
  'meta-llama/Llama-2-7b-hf',
  'google/gemma-2-9b',
  'google/gemma-7b',
  'mistralai/Mistral-7B-v0.1',
  'mistralai/Mixtral-8x7B-v0.1',
  'hf.co/01-ai/Yi-34B',
])('%s continues text', (name) => expect(isBaseModel(name)).toBe(true))

it.each([
  'Qwen/Qwen2.5-7B-Instruct',
  'Qwen/Qwen3-8B',
  'qwen2.5:7b',
  'qwen/qwen2.5-coder-14b',
  'google/gemma-3-12b',
  'meta-llama/llama-3.1-8b-instruct:free',
  'meta-llama/Llama-4-Scout-17B-16E-Instruct',
  'google/gemma-2-9b-it',
  '01-ai/Yi-34B-Chat',
  'somebody/Qwen2.5-7B',
])('%s answers', (name) => expect(isBaseModel(name)).toBe(false))
