import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readLines, textField } from '../bench/routing/read-input.ts'
import type { Random } from '../bench/routing/seeded-random.ts'
import { FAMILIES, type Family } from '../src/contracts/routing.ts'
import { type Fillers, filled } from './filled.ts'
import { subjectOf } from './own-rows.ts'
import type { PromptRow } from './prompt-row.ts'

/** Draws for each family and language; more where there are more templates. */
const DRAWS = 350
const MORE: Readonly<Record<string, number>> = { en: 4, de: 2 }

/** How often a task to extract something comes behind a long text. */
const LONG_TEXT = 0.15

/** Texts to work on are cut here, so that the task is not lost among them. */
const LONGEST = 800

/** Every so many templates one is kept for judging. */
const HELD_EACH = 12

/** People write in haste: how often a letter is left out, and how often the last mark is. */
const TYPO = 0.12
const NO_LAST_MARK = 0.2

/** Drawn prompts, evenly by family and language; those of held-back templates apart. */
export interface TemplateRows {
  readonly rows: readonly PromptRow[]
  readonly held: readonly PromptRow[]
}

/** Draws prompts from the templates of all languages; with `all` none is held back. */
export function templateRows(random: Random, all: boolean): TemplateRows {
  const rows: PromptRow[] = []
  const held: PromptRow[] = []
  for (const language of languages()) {
    for (const family of FAMILIES) {
      const draws = drawsOf(language, family, random)
      const isHeld = ({ at }: Draw): boolean => !all && at % HELD_EACH === HELD_EACH - 1
      rows.push(...draws.filter((draw) => !isHeld(draw)).map(({ row }) => row))
      held.push(...draws.filter(isHeld).map(({ row }) => row))
    }
  }
  return { rows, held }
}

/** A drawn prompt and the place of its template among those of its family. */
interface Draw {
  readonly at: number
  readonly row: PromptRow
}

function drawsOf(
  { language, templates, fillers }: Language,
  family: Family,
  random: Random,
): readonly Draw[] {
  const own = templates.filter((one) => one.family === family)
  const file = `templates/${language}.jsonl`
  return Array.from({ length: DRAWS * (MORE[language] ?? 1) }, (_, draw) => {
    const at = draw % own.length
    const drawn = inHaste(filled(own[at]?.template ?? '', fillers, random), random)
    const text = family === 'extract' ? withMaterial(drawn, fillers, random) : drawn
    return { at, row: rowOf(text.slice(0, LONGEST), family, file) }
  })
}

/** Now and then the task stands behind a long text that it is about. */
function withMaterial(task: string, fillers: Fillers, random: Random): string {
  const texts = fillers['text'] ?? []
  if (random() >= LONG_TEXT || texts.length === 0) return task
  const pick = (): string => texts[Math.floor(random() * texts.length)] ?? ''
  return `${[pick(), pick(), pick()].join(' ')}\n\n${task}`
}

function rowOf(text: string, family: Family, file: string): PromptRow {
  return { text, file, family, subject: subjectOf(family), weight: 1, difficultyWeight: 0 }
}

interface Language {
  readonly language: string
  readonly templates: readonly { readonly family: string; readonly template: string }[]
  readonly fillers: Fillers
}

/** Code is in the fillers of English only: it is the same everywhere. */
function languages(): readonly Language[] {
  const folder = (name: string): string => join(import.meta.dirname, name)
  const read = (language: string): Fillers =>
    JSON.parse(readFileSync(folder(`fillers/${language}.json`), 'utf8'))
  const { code = [] } = read('en')
  return readdirSync(folder('templates'))
    .toSorted()
    .map((file) => {
      const language = basename(file, '.jsonl')
      const templates = readLines(folder(`templates/${file}`)).map((line) => ({
        family: textField(line, 'family'),
        template: textField(line, 'template'),
      }))
      return { language, templates, fillers: { ...read(language), code } }
    })
}

function inHaste(text: string, random: Random): string {
  const whole = random() < NO_LAST_MARK ? text.replace(/[.?!。？！]+$/u, '') : text
  if (random() >= TYPO) return whole
  const at = Math.floor(random() * whole.length)
  return whole.slice(0, at) + whole.slice(at + 1)
}
