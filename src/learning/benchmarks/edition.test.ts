import { expect, it } from 'vitest'
import { takeEdition } from './edition.ts'

it.each([
  ['gpt-4o-2024-05-13', '2024-05-13', 'gpt-4o'],
  ['claude3.5-sonnet-20241022', '2024-10-22', 'claude3.5-sonnet'],
  ['chatgpt-4o-latest24-09-07', '2024-09-07', 'chatgpt-4o-latest'],
  ['command-r08-2024', '2024-08', 'command-r'],
  ['claude3.5-sonnet-oct24', '2024-10', 'claude3.5-sonnet'],
  ['codestral25.01', '2025-01', 'codestral'],
  ['mistral-large-2407', '2024-07', 'mistral-large'],
  ['deepseek-v3-0324', '03-24', 'deepseek-v3'],
  ['gemini2.5-pro-preview05-06', '05-06', 'gemini2.5-pro-preview'],
  ['gemini1.5-pro-002', '002', 'gemini1.5-pro'],
  ['qwen2.5-72b', undefined, 'qwen2.5-72b'],
  ['llama3.1-405b', undefined, 'llama3.1-405b'],
])('of %s is %s', (name, edition, rest) => {
  const taken = takeEdition(name)
  expect([taken.edition, taken.rest.replace(/-+$/, '')]).toEqual([edition, rest])
})
