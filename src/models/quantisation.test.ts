import { describe, expect, it } from 'vitest'
import { quantisationOffset, takeQuantisation } from './quantisation.ts'

describe('takeQuantisation', () => {
  it.each([
    ['llama-3-8b.q4_k_m', 'Q4_K_M'],
    ['llama3:8b-q8_0', 'Q8_0'],
    ['model-q4-k-m', 'Q4_K_M'],
    ['model-iq3_xxs', 'IQ3_XXS'],
    ['model-ud-q2_k_xl', 'Q2_K_XL'],
    ['model.i1-q4_k_s', 'Q4_K_S'],
    ['model-tq1_0', 'TQ1_0'],
    ['llama3:8b-q4', 'Q4'],
    ['model-f16', 'F16'],
    ['model-fp16', 'F16'],
    ['model-bf16', 'BF16'],
    ['model-fp8-dynamic', 'FP8'],
    ['model-awq', 'AWQ'],
    ['model-gptq-int4', 'GPTQ'],
    ['gpt-oss-20b-mxfp4', 'MXFP4'],
    ['model-nvfp4', 'NVFP4'],
    ['model-4bit', '4BIT'],
    ['model-bnb-4-bit', '4BIT'],
    ['model-w4a16', 'W4A16'],
    ['qwq', undefined],
    ['q9000', undefined],
    ['phi-4', undefined],
    ['t5-11b', undefined],
  ])('finds in %s %s', (name, quantisation) => {
    expect(takeQuantisation(name).quantisation).toBe(quantisation)
  })

  it('leaves the rest of the name', () => {
    expect(takeQuantisation('qwen2.5:7b-q4_0-ctx').rest).toMatch(/^qwen2\.5:7b-+ctx$/)
    expect(takeQuantisation('qwen2.5:7b')).toEqual({ rest: 'qwen2.5:7b' })
  })
})

describe('quantisationOffset', () => {
  it.each([
    ['Q8_0', 0],
    ['Q6_K', -0.03],
    ['Q5_K_M', -0.06],
    ['Q4_K_M', -0.12],
    ['q4_0', -0.12],
    ['Q3_K_L', -0.35],
    ['Q2_K', -0.9],
    ['IQ4_XS', -0.12],
    ['IQ3_XXS', -0.35],
    ['IQ1_S', -0.9],
    ['F16', 0],
    ['BF16', 0],
    ['F32', 0],
    ['FP8', 0],
    ['8BIT', 0],
    ['INT8', 0],
    ['AWQ', -0.12],
    ['GPTQ', -0.12],
    ['MXFP4', -0.12],
    ['NF4', -0.12],
    ['W4A16', -0.12],
    ['4BIT', -0.12],
    ['EXL2', 0],
    ['unknown', 0],
    ['', 0],
    [undefined, 0],
  ])('for %s is %d', (quantisation, offset) => {
    expect(quantisationOffset(quantisation)).toBe(offset)
  })
})
