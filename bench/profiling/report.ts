import type { ProfiledFleet } from './profile-fleet.ts'
import type { Votes } from './votes.ts'

/** The figures as they came out, for people. */
export function reportLines(fleet: ProfiledFleet, votes: Votes): readonly string[] {
  const rows = fleet.models.map(({ name, speedError, tau, gpuSeconds, liesFound }) => {
    const cells = [percent(speedError), tau.toFixed(2), `${Math.round(gpuSeconds)} s`]
    return `| ${name} | ${cells.join(' | ')} | ${liesFound ? 'yes' : 'no'} |`
  })
  const taus = Object.entries(fleet.taus).map(([family, tau]) => `${family} ${tau.toFixed(2)}`)
  const all = fleet.models.map(({ tau }) => tau)
  const mean = all.reduce((sum, tau) => sum + tau, 0) / all.length
  return [
    'A simulated fleet of which everything is known: 12 models, 4 kinds of servers, 20 probes of each kind of work.',
    '',
    '| model | error of speeds | tau of its kinds of work | GPU time | claims seen through |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Order of a model's kinds of work: tau ${mean.toFixed(2)} on average, ${Math.min(...all).toFixed(2)} at the least.`,
    `Order of the models, by kind of work: tau ${taus.join(', ')}.`,
    `Killed ${fleet.kills} times: ${fleet.probes} probes answered, ${fleet.lost} lost, ${fleet.repeated} asked again.`,
    ...fleet.problems.map((problem) => `Problem: ${problem}`),
    `Votes of which a tenth is wrong move requests to the preferred model after ${votes.toFlip}; a voter of 1,000 bad ones moves its share by ${percent(votes.maliciousShift)}.`,
  ]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
