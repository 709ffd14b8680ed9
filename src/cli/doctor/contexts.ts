import type { Placement } from '../../contracts/model.ts'
import type { Surveyed } from '../../survey.ts'
import { type Finding, ok, warning } from '../findings/finding.ts'
import type { Check } from './check.ts'

const ABOUT = 'context'
/** Tokens below which agents and long chats are cut or refused. */
const ENOUGH = 16_384
const NAMED = 3

/** Models that serve less context than clients need, though they were trained for more. */
export const contextsCheck: Check = ({ loaded, survey: { backends, catalog } }) => {
  const placements = [...catalog.models.values()].flatMap((model) => model.placements)
  const { maxContext } = loaded.settings.routing
  const findings = backends.flatMap((backend) => {
    const short = placements.filter((one) => one.backend === backend.settings.name && isShort(one))
    return short.length === 0 ? [] : [shortOn(backend, short, maxContext)]
  })
  if (findings.length > 0 || placements.length === 0) return findings
  return [ok(ABOUT, 'no model serves less than 16k tokens of what it could')]
}

function isShort({ up, remote, facts }: Placement): boolean {
  const served = facts.servedContext?.value
  if (!up || remote || served === undefined || facts.role?.value !== 'chat') return false
  return served < ENOUGH && served < (facts.trainedContext?.value ?? ENOUGH)
}

function shortOn(
  { settings, kind }: Surveyed,
  short: readonly Placement[],
  maxContext: number,
): Finding {
  const named = short
    .slice(0, NAMED)
    .map(({ model, facts }) => `${model} (${facts.servedContext?.value})`)
  const more = short.length > NAMED ? ` and ${short.length - NAMED} more` : ''
  const text = `on ${settings.name}, less than 16k tokens are served by ${named.join(', ')}${more}`
  const longer = kind.advice.longerContext
  if (!kind.raisesContext || maxContext < ENOUGH) return warning(ABOUT, text, longer)
  const itself = `the router raises it when a request needs more, by loading the model again`
  return warning(ABOUT, text, `${itself}; to spare that, ${longer}`)
}
