import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { familyTrack } from '../bench/routing/family-track.ts'
import { LABELLED_PROMPTS, readLabelled } from '../bench/routing/labelled-prompts.ts'
import { predictedFamily } from '../bench/routing/predicted-family.ts'
import { shippedRouter } from '../bench/routing/shipped-router.ts'
import { HEADS_SHIPPED } from '../src/analysis/prompt-heads.fixture.ts'
import { FAMILIES, type Family } from '../src/contracts/routing.ts'

const ROUTER = shippedRouter(HEADS_SHIPPED)
const LABELLED = readLabelled(LABELLED_PROMPTS)
const LANGUAGES = readFileSync(LABELLED_PROMPTS, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): string => JSON.parse(line).language)
const RESULT = familyTrack(LABELLED, ROUTER)

describe('what a request is about', () => {
  it('is understood about as people understand it, in every family', () => {
    expect(RESULT.prompts).toBeGreaterThanOrEqual(600)
    expect(RESULT.macro_f1).toBeGreaterThanOrEqual(0.85)
    for (const family of FAMILIES)
      expect([family, RESULT.f1[family]]).toEqual([family, above(0.75)])
  })

  it('is understood in many languages, and not in English alone', () => {
    const spoken = [...new Set(LANGUAGES)].map((language) => {
      const own = LABELLED.filter((_, at) => LANGUAGES[at] === language)
      return { language, prompts: own.length, accuracy: familyTrack(own, ROUTER).accuracy }
    })
    const often = spoken.filter(({ prompts }) => prompts >= 15)
    expect(often.length).toBeGreaterThanOrEqual(8)
    for (const one of often) expect(one).toEqual({ ...one, accuracy: above(0.7) })
  })

  it.each<readonly [Family, string]>([
    ['writing', 'write a speech for my class reunion, 20 years, funny but not mean'],
    ['chat', "help me sort out my feelings, i miss someone i shouldn't"],
    ['knowledge', 'capital of france?'],
    ['knowledge', 'What is the capital of France?'],
    ['knowledge', 'plot of the matrix (the film), spoilers fine'],
    ['extract', 'put this in capital letters: no dogs beyond this point'],
    ['math', 'Prove P ≠ NP.'],
    ['code', 'Turn this loop into a comprehension: for row in rows: out.append(row.name.strip())'],
    ['writing', '同窓会のスピーチを書いてください。三分くらい、少し笑える感じで。'],
  ])('is %s, whatever single words sound like: %s', (family, prompt) => {
    const profile = ROUTER.profileOf(prompt)
    expect(predictedFamily(profile)).toBe(family)
    if (family !== 'code') expect(profile.families.code).toBeLessThan(0.1)
  })
})

/** Of the same family and about the same length: what any model does, and what few do. Written before the router saw them. */
const PAIRS: readonly (readonly [family: Family, language: string, easy: string, hard: string])[] =
  [
    ['math', 'en', 'What is 12 times 11?', 'Prove P = NP or P ≠ NP.'],
    [
      'math',
      'en',
      'A shirt costs 20 dollars and is 10 % off. What do I pay?',
      'Prove that every group of order 15 is cyclic, from scratch.',
    ],
    [
      'code',
      'en',
      'Write a Python function that returns the larger of two numbers.',
      'Write a lock-free queue for many producers in C++ and prove it safe.',
    ],
    [
      'code',
      'en',
      'How do I print all the lines of a text file in Python?',
      'Why does this B-tree deadlock under concurrent page splits?',
    ],
    [
      'reasoning',
      'en',
      'Ann is taller than Ben, and Ben is taller than Cem. Who is the tallest of the three?',
      'Find the error in the ontological argument, and the strongest reply that saves it from it.',
    ],
    [
      'knowledge',
      'en',
      'What is the capital of Italy, and which river is there?',
      'Why does QCD confine quarks, and what is proven about it?',
    ],
    [
      'writing',
      'en',
      'Write a short birthday wish for my aunt, friendly and warm.',
      'Write a villanelle on entropy in strict iambic pentameter.',
    ],
    [
      'extract',
      'en',
      'Translate to German: The dog sleeps in the garden all day long.',
      'Translate into Latin hexameters: The dog sleeps in the garden today.',
    ],
    ['math', 'de', 'Was ist die Hälfte von 48?', 'Beweise den Satz von Sylow.'],
    [
      'code',
      'de',
      'Schreibe eine Funktion in Python, die prüft, ob eine Zahl gerade ist.',
      'Schreibe einen nebenläufigen Garbage Collector in Rust ohne Sperren.',
    ],
    [
      'knowledge',
      'de',
      'Wie heißt der höchste Berg Deutschlands, und wie hoch ist er?',
      'Warum verletzt der Kaondecay CP, und was folgt für die CKM-Matrix?',
    ],
    [
      'math',
      'fr',
      'Combien font sept fois huit, plus quatre ?',
      'Démontre le théorème de Hahn-Banach, en détail.',
    ],
    [
      'writing',
      'fr',
      'Écris un petit mot pour remercier ma voisine de son aide.',
      'Écris un pantoum en alexandrins sur la mécanique quantique.',
    ],
    [
      'code',
      'es',
      'Escribe una función en Python que sume dos números enteros.',
      'Implementa Raft en Go con cambios de miembros y demuestra que es seguro.',
    ],
    [
      'knowledge',
      'es',
      '¿Cuántos días tiene una semana y cómo se llaman?',
      '¿Por qué fracasó la reforma fiscal de los Gracos en Roma?',
    ],
    [
      'math',
      'it',
      'Quanto fa trenta diviso cinco, più uno?',
      'Dimostra che e è un numero trascendente.',
    ],
    [
      'math',
      'ru',
      'Сколько будет пятнадцать плюс двадцать семь?',
      'Докажи, что группа порядка 15 циклическая.',
    ],
    [
      'code',
      'ru',
      'Напиши на Python функцию, которая складывает два числа.',
      'Напиши на C++ неблокирующую хеш-таблицу с удалением и докажи её.',
    ],
    ['math', 'zh', '三加五等于多少？请直接告诉我。', '证明素数有无穷多个孪生对，或反驳。'],
    ['code', 'zh', '用Python写一个函数，返回两个数之和。', '用C++实现无锁队列，并证明线性一致性。'],
    ['math', 'ja', '十二かける三はいくつですか？', '代数学の基本定理を証明してください。'],
    [
      'code',
      'pt',
      'Escreva uma função em Python que diga olá ao usuário.',
      'Escreva um alocador de memória concorrente, sem locks, em C.',
    ],
    ['math', 'ko', '열둘 더하기 아홉은 얼마인가요?', '코시 적분 정리를 엄밀하게 증명해 줘.'],
    [
      'code',
      'tr',
      'Python ile iki sayıyı toplayan bir fonksiyon yaz.',
      'Rust ile kilitsiz bir B-ağacı yaz ve doğruluğunu kanıtla.',
    ],
  ]

describe('how hard a request is', () => {
  it('goes with what people say of it', () => {
    expect(RESULT.difficulty_correlation).toEqual(above(0.55))
  })

  it('shows between requests of the same family and length, in several languages', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(16)
    expect(new Set(PAIRS.map(([, language]) => language)).size).toBeGreaterThanOrEqual(8)
    for (const [, , easy, hard] of PAIRS) {
      expect([easy, hard.length / easy.length]).toEqual([easy, within(2 / 3, 3 / 2)])
    }
    const wrong = PAIRS.filter(([, , easy, hard]) => difficultyOf(hard) <= difficultyOf(easy))
    expect(1 - wrong.length / PAIRS.length, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.8)
  })

  it('is not a matter of length alone: a short proof is harder than a long chat', () => {
    const long =
      'hey there, nothing special, just wanted to say hi and tell you about my day. '.repeat(4)
    expect(difficultyOf('Prove P ≠ NP.')).toBeGreaterThan(difficultyOf(long))
  })
})

function difficultyOf(prompt: string): number {
  return ROUTER.profileOf(prompt).difficulty
}

function above(least: number): unknown {
  return within(least, 1)
}

function within(least: number, most: number): unknown {
  return {
    asymmetricMatch: (value: unknown) =>
      typeof value === 'number' && value >= least && value <= most,
    toString: () => `${least} to ${most}`,
  }
}
