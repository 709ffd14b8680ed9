import { addOuter, dot, inverse, quadratic, type Square, times } from '../std/square.ts'
import { DIMENSIONS, type Vector } from './dimensions.ts'

/** What is thought of a model's skill, in logits: a normal distribution. */
export interface Belief {
  readonly mean: Vector
  /** Symmetric. */
  readonly covariance: Square
}

/** What was seen, in the form that adds: a normal distribution's precision, and precision times mean. */
export interface Information {
  readonly precision: Square
  readonly shift: Vector
}

/** One observation, made linear: a look along `direction` that gave `value`, as sure as `precision`. */
export interface Sight {
  readonly direction: Vector
  readonly value: number
  readonly precision: number
}

/** All sights together. */
export function informationOf(sights: Iterable<Sight>): Information {
  const precision = new Float64Array(DIMENSIONS * DIMENSIONS)
  const shift = new Float64Array(DIMENSIONS)
  for (const { direction, value, precision: sure } of sights) {
    addOuter(precision, direction, sure)
    addTo(shift, direction, sure * value)
  }
  return { precision, shift }
}

/** What is thought after all of it was seen. */
export function withInformation(prior: Belief, seen: readonly Information[]): Belief {
  if (seen.length === 0) return prior
  const precision = inverse(prior.covariance)
  const shift = times(precision, prior.mean)
  for (const one of seen) {
    addTo(precision, one.precision, 1)
    addTo(shift, one.shift, 1)
  }
  const covariance = inverse(precision)
  return { mean: times(covariance, shift), covariance }
}

/**
 * The same for one sight, in time that grows with the square of the dimensions only. Before it, what was known along its
 * direction is doubted `growth` times as much; what was known of other directions is not.
 */
export function withSight({ mean, covariance }: Belief, sight: Sight, growth = 1): Belief {
  const { direction, value, precision } = sight
  const reach = times(covariance, direction)
  const variance = dot(direction, reach)
  if (variance === 0) return { mean, covariance }
  const gain = (growth * precision) / (1 + precision * growth * variance)
  const after = { mean: mean.slice(), covariance: covariance.slice() }
  addTo(after.mean, reach, gain * (value - dot(direction, mean)))
  addOuter(after.covariance, reach, (growth - 1) / variance - growth * gain)
  return after
}

/** A belief whose dimensions know nothing of each other; variances in squared logits. */
export function independent(mean: Vector, variances: Vector): Belief {
  const covariance = new Float64Array(DIMENSIONS * DIMENSIONS)
  for (const [at, variance] of variances.entries()) covariance[at * (DIMENSIONS + 1)] = variance
  return { mean, covariance }
}

/** Of what a belief says along a direction: how far off it may be, squared. */
export function varianceAlong({ covariance }: Belief, direction: Vector): number {
  return Math.max(0, quadratic(covariance, direction))
}

function addTo(sum: Float64Array, more: Float64Array, scale: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + scale * (more[at] ?? 0)
}
