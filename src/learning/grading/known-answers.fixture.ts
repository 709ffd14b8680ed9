import type { ToolCall } from '../../contracts/chat.ts'
import type { Check, ExpectedCall } from './check.ts'
import { KNOWN_CODE } from './known-code.fixture.ts'
import { KNOWN_PROSE } from './known-prose.fixture.ts'
import type { SkillProbe } from './probe.ts'

export interface KnownAnswer {
  readonly text: string
  readonly toolCalls: readonly ToolCall[]
}

/** Answers of which everybody can see whether they are right. */
export function knownAnswers({ id, check }: SkillProbe): {
  readonly right: readonly KnownAnswer[]
  readonly wrong: readonly KnownAnswer[]
} {
  if (check === undefined) throw new TypeError(`${id} has no check`)
  if ('calls' in check) return called(check.calls)
  const { right, wrong } = said(id, check)
  return { right: right.map(saying), wrong: wrong.map(saying) }
}

function saying(text: string): KnownAnswer {
  return { text, toolCalls: [] }
}

interface Said {
  readonly right: readonly string[]
  readonly wrong: readonly string[]
}

function said(id: string, check: Exclude<Check, { readonly calls: unknown }>): Said {
  if ('number' in check) return numbered(check.number)
  if ('says' in check) return named(check.says[0] ?? '')
  if ('json' in check) return noted(JSON.stringify(check.json))
  const known = 'code' in check ? KNOWN_CODE[id] : KNOWN_PROSE[id]
  if (known === undefined) throw new TypeError(`No answer is known to ${id}`)
  return 'code' in check ? coded(known, check.code) : { right: [known], wrong: BAD_PROSE }
}

/** Texts that keep the rules of no probe. */
const BAD_PROSE = [
  'As a language model I would be happy to help you with that! Here is a large piece of text, in the best of spirits, of sixty words and more, about an elephant that has zebra stripes: it explains everything in a way that is sorry to say neither short nor what anybody asked for, and so on\nand on\n- and\n- on\n- it\n- goes',
  'xyzzy',
]

function numbered(number: number): Said {
  const grouped = number.toLocaleString('en-US')
  return {
    right: [
      `${number}`,
      `Let us see: 3 times 4 is 12.\n\nAnswer: ${grouped}`,
      `So it is 5 at first.\n**Answer:** **${number}**`,
      `<think>1, 2, 3?</think>The result is \\boxed{${number}}.`,
      `Answer: ${number}.`,
    ],
    wrong: [`${number + 1}`, `Answer: ${number}0`, `Answer: -${number + 3}`, 'I do not know.'],
  }
}

function named(name: string): Said {
  return {
    right: [
      name,
      `${name}.`,
      `**${name}**`,
      `Let me think about that for a while, for it is not easy.\n\nAnswer: ${name}`,
      name.toUpperCase(),
    ],
    wrong: [
      'Atlantis',
      'None',
      `It might be ${name}, but then again it might be any of the many others that come to mind when one thinks of it`,
      'Answer: I cannot say.',
    ],
  }
}

function noted(json: string): Said {
  return {
    right: [json, `\`\`\`json\n${json}\n\`\`\``, `Here it is: ${json} I hope that helps.`],
    wrong: ['{}', '[]', json.slice(0, -1), json.replace(/[A-Za-z0-9](?=["\]}])/, '~'), 'No JSON.'],
  }
}

function coded(code: string, name: string): Said {
  return {
    right: [code, `Sure:\n\`\`\`javascript\n${code}\n\`\`\`\nThat is all.`],
    wrong: [
      `function ${name}() { return undefined }`,
      `function ${name}(x) { return x }`,
      `\`\`\`js\n${code.replaceAll(name, `${name}2`)}\n\`\`\``,
    ],
  }
}

function called(calls: readonly ExpectedCall[]) {
  const made = calls.map(({ name, arguments: given }, at) => {
    return { id: `call-${at}`, name, arguments: JSON.stringify(given) }
  })
  const [first, ...more] = made
  if (first === undefined) throw new TypeError('There is no call.')
  const wrong: readonly (readonly ToolCall[])[] = [
    [],
    [...made, first],
    [{ ...first, name: 'send_fax' }, ...more],
    [{ ...first, arguments: '{}' }, ...more],
    [{ ...first, arguments: `${first.arguments}x` }, ...more],
    [{ ...first, arguments: JSON.stringify({ ...JSON.parse(first.arguments), also: 1 }) }, ...more],
  ]
  return {
    right: [
      { text: '', toolCalls: made },
      { text: 'I will do that.', toolCalls: made.toReversed() },
    ],
    wrong: wrong.map((toolCalls) => ({ text: 'Done.', toolCalls })),
  }
}
