import type { ChatRequest } from '../contracts/chat.ts'
import { FAMILIES, type PromptProfile } from '../contracts/routing.ts'
import type { Sign, SignKind } from '../contracts/sign.ts'
import type { Gist } from './gist.ts'
import type { Ending } from './outcome.ts'
import { fitsTool } from './tool-call-fits.ts'

export interface Noticed {
  readonly request: ChatRequest
  readonly profile: PromptProfile
  readonly ending: Pick<Ending, 'outcome' | 'head' | 'gist'>
  /** What the request was to the answer before it. */
  readonly reaction: Sign | undefined
}

/** All that one request says of models; nothing where it was housekeeping, which any of them can do. */
export function signsOf({ request, profile, ending, reaction }: Noticed): readonly Sign[] {
  const before = reaction === undefined ? [] : [reaction]
  const { outcome, gist, head } = ending
  const { model, backend } = head
  if (outcome !== 'ok' || gist === undefined || model === undefined || profile.kind !== 'chat')
    return before
  const of = { model, placement: `${model}@${backend}`, ...matterOf(profile) }
  const said = saidSign(gist, request)
  const call = callSign(gist, request)
  return [
    ...before,
    ...(said === undefined ? [] : [{ ...of, kind: said }]),
    ...(call === undefined ? [] : [{ ...of, family: 'tools' as const, kind: call }]),
  ]
}

/** What a request is about, in short. */
export function matterOf({
  families,
  difficulty,
}: Pick<PromptProfile, 'families' | 'difficulty'>): Pick<Sign, 'family' | 'difficulty'> {
  const family = FAMILIES.reduce((best, one) => (families[one] > families[best] ? one : best))
  return { family, difficulty }
}

/** An end that the client asked for says nothing. */
function saidSign(
  { speaks, finishes }: Gist,
  { sampling: { maxTokens, stop = [] } }: ChatRequest,
): SignKind | undefined {
  if (finishes.has('length')) return maxTokens === undefined ? 'cut' : undefined
  const isEmpty = !speaks && finishes.has('stop') && stop.length === 0
  return isEmpty ? 'empty' : undefined
}

function callSign({ calls }: Gist, { tools }: ChatRequest): SignKind | undefined {
  if (calls.length === 0 || tools.length === 0) return undefined
  return calls.every((call) => fitsTool(call, tools)) ? 'good-call' : 'bad-call'
}
