import { FAMILIES, type Family, type Work } from '../../src/contracts/routing.ts'

/** What a prompt is taken for most of all. */
export function predictedFamily({ families }: Pick<Work, 'families'>): Family {
  return FAMILIES.reduce((most, one) => (families[one] > families[most] ? one : most))
}
