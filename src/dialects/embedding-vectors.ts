import { GatewayError } from '../contracts/errors.ts'

/** The vectors of an answer, checked: so many lists of numbers as there were inputs. Throws `upstream_invalid_response`. */
export function checkedVectors(vectors: unknown, inputs: number): readonly (readonly number[])[] {
  if (!Array.isArray(vectors)) throw invalid('no embeddings')
  if (vectors.length !== inputs) throw invalid(`${vectors.length} embeddings for ${inputs} inputs`)
  if (!vectors.every(isVector)) throw invalid('an embedding that is no list of numbers')
  return vectors
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number')
}

function invalid(what: string): GatewayError {
  return new GatewayError('upstream_invalid_response', `The backend sent ${what}.`)
}
