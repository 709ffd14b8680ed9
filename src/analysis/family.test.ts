import { describe, expect, it } from 'vitest'
import { FAMILIES, type Family } from '../contracts/routing.ts'
import { profileOf } from './profile-of.fixture.ts'
import { request } from './request.fixture.ts'

const PROMPTS: readonly (readonly [family: Family, prompt: string])[] = [
  ['code', 'Write a Python function that merges two sorted lists'],
  ['code', 'Why does this segfault?\n```c\nint main() { return *(int*)0; }\n```'],
  ['code', 'Refactor this class so that the database queries are batched'],
  ['code', 'const sum = (a, b) => a + b;\nadd types to it in TypeScript'],
  ['code', 'Schreibe eine Funktion in Java, die eine Zeichenkette umdreht'],
  ['code', 'Écris un script bash qui supprime les fichiers vides'],
  ['code', 'Escribe una función en Python para ordenar una lista'],
  ['code', 'Напиши функцию сортировки на Python'],
  ['code', 'Pythonでクイックソートを実装して'],
  ['code', '用代码写一个二分查找函数'],
  ['code', '파이썬 코드로 정렬 함수를 작성해 줘'],
  ['math', 'Prove that sqrt(2) is irrational'],
  ['math', 'Solve 3x^2 + 5x = 12 for x and calculate the sum of the roots'],
  ['math', 'What is the derivative of x^3?'],
  ['math', 'Tom has 5 apples and buys 7 more. How many apples does he have?'],
  ['math', 'Berechne das Integral von x^2 zwischen 0 und 3'],
  ['math', 'Démontre que la racine de 2 est irrationnelle'],
  ['math', '证明根号2是无理数'],
  ['math', 'この方程式を計算してください'],
  ['reasoning', 'Solve this riddle: I have cities but no houses. What am I?'],
  ['reasoning', 'If all knights tell the truth and liars lie, who is lying? A says B is a liar.'],
  ['reasoning', 'Compare both plans and evaluate the trade-offs'],
  ['knowledge', 'What is the capital of France?'],
  ['knowledge', 'Who wrote The Old Man and the Sea?'],
  ['knowledge', 'Was ist die Hauptstadt von Australien?'],
  ['knowledge', 'Quelle est la capitale du Japon ?'],
  ['knowledge', '¿Cuál es la capital de Francia?'],
  ['knowledge', 'Qual é a capital do Brasil?'],
  ['knowledge', 'フランスの首都はどこですか'],
  ['knowledge', '法国的首都在哪里'],
  ['writing', 'Write a short story about a lighthouse keeper'],
  ['writing', 'Write a cover letter for a nurse'],
  ['writing', 'Schreibe ein Gedicht über den Herbst'],
  ['writing', 'Напиши стихотворение о весне'],
  ['writing', '写一首关于春天的诗'],
  ['extract', 'Translate to German: the cat sat on the mat'],
  ['extract', 'Summarize the following text: it was a dark night.'],
  ['extract', 'Übersetze ins Englische: Die Katze sitzt auf der Matte'],
  ['extract', 'Fasse den folgenden Text zusammen: Es war eine dunkle Nacht.'],
  ['extract', 'Traduis en anglais : le chat dort'],
  ['extract', 'Traduce al inglés: el gato duerme'],
  ['extract', 'Traduci in inglese: il gatto dorme'],
  ['extract', 'Traduza para o inglês: o gato dorme'],
  ['extract', 'Переведи на английский: кошка спит'],
  ['extract', '次の文を英語に翻訳して'],
  ['extract', '请把这段话翻译成英文'],
  ['chat', 'Hello'],
  ['chat', 'Hi, how are you?'],
  ['chat', 'thanks'],
  ['chat', 'こんにちは'],
  ['chat', '你好'],
  ['chat', 'Guten Morgen!'],
]

describe('familiesOf', () => {
  it.each(PROMPTS)('finds %s in: %s', (family, prompt) => {
    expect(mainFamily(prompt)).toBe(family)
  })

  it.each([
    'What is the capital of the apiary district?',
    'Please let me know when the concert starts',
    'help me sort out my feelings about my friend',
    'Ideas for the class reunion with my friends',
    'class reunion',
  ])('takes no word for one of programming where it is not: %s', (prompt) => {
    expect(profileOf(request(prompt)).families.code).toBeLessThan(0.1)
  })

  it.each([
    ['capital letters', 'TRANSLATE TO GERMAN: THE CAT SAT ON THE MAT', 'extract'],
    ['no marks', 'what is the capital of france', 'knowledge'],
    ['typos', 'wriet a shrot story abuot a lighthouse keeper', 'writing'],
    ['no accents', 'Ecris un poeme sur l automne', 'writing'],
  ])('is not confused by %s', (_, prompt, family) => {
    expect(mainFamily(prompt)).toBe(family)
  })

  it('does not take the braces of formulas for those of programs', () => {
    const formula = String.raw`\binom{n}{k} \tilde{x}{y} \hat{p}{q} \bar{r}{s}`
    expect(mainFamily(formula)).toBe('math')
  })

  it('gives requests with tools a share of tools', () => {
    const tools = [{ name: 'weather' }]
    const { families } = profileOf(request('What is the weather in Rome?', { tools }))
    expect(families.tools).toBeGreaterThan(0.3)
    expect(profileOf(request('What is the weather in Rome?')).families.tools).toBeLessThan(0.05)
  })
})

function mainFamily(prompt: string): Family {
  const { families } = profileOf(request(prompt))
  return FAMILIES.reduce((most, family) => (families[family] > families[most] ? family : most))
}
