import { expect, it } from 'vitest'
import { foldId } from './model-id.ts'

it.each([
  ['Llama3.2:latest', 'llama3.2'],
  ['llama3.2:LATEST', 'llama3.2'],
  ['hf.co/Bartowski/Qwen-GGUF:Q4_K_M', 'hf.co/bartowski/qwen-gguf:q4_k_m'],
  ['gpt-4o-latest', 'gpt-4o-latest'],
  ['latest', 'latest'],
  ['x:latest-q4', 'x:latest-q4'],
])('foldId makes %s %s', (id, folded) => {
  expect(foldId(id)).toBe(folded)
})
