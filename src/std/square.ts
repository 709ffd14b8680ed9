/** A square of numbers, row by row. */
export type Square = Float64Array

/** Sum of the products of what stands at the same places; of vectors of equal length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

/** A square times a vector of its width. */
export function times(square: Square, vector: Float64Array): Float64Array {
  const width = vector.length
  const product = new Float64Array(width)
  for (let row = 0; row < width; row++) {
    product[row] = dot(square.subarray(row * width, (row + 1) * width), vector)
  }
  return product
}

/** What a vector comes to on both sides of a square: its variance, if the square is a covariance. */
export function quadratic(square: Square, vector: Float64Array): number {
  const width = vector.length
  let sum = 0
  for (let row = 0; row < width; row++) {
    const along = vector[row] ?? 0
    if (along === 0) continue
    const base = row * width
    let part = 0
    for (let column = 0; column < width; column++) {
      part += (square[base + column] ?? 0) * (vector[column] ?? 0)
    }
    sum += along * part
  }
  return sum
}

/** Adds the outer product of a vector with itself, `scale` times, in place. */
export function addOuter(square: Square, vector: Float64Array, scale: number): void {
  const width = vector.length
  for (let row = 0; row < width; row++) {
    const along = scale * (vector[row] ?? 0)
    if (along === 0) continue
    const base = row * width
    for (let column = 0; column < width; column++) {
      square[base + column] = (square[base + column] ?? 0) + along * (vector[column] ?? 0)
    }
  }
}

/** Of a square all of whose directions count for something, by Gauss and Jordan's elimination. */
export function inverse(square: Square): Square {
  const width = Math.sqrt(square.length)
  const left = square.slice()
  const right = new Float64Array(left.length)
  for (let at = 0; at < width; at++) right[at * (width + 1)] = 1
  for (let pivot = 0; pivot < width; pivot++) {
    const factor = 1 / (left[pivot * (width + 1)] ?? 1)
    for (const side of [left, right]) scaleRow(side, pivot, factor, width)
    clearColumn(left, right, pivot, width)
  }
  return right
}

function scaleRow(square: Square, row: number, factor: number, width: number): void {
  for (let at = row * width; at < (row + 1) * width; at++) square[at] = (square[at] ?? 0) * factor
}

/** Takes the pivot's row away from every other, so often that nothing is left below and above it. */
function clearColumn(left: Square, right: Square, pivot: number, width: number): void {
  for (let row = 0; row < width; row++) {
    const share = left[row * width + pivot] ?? 0
    if (row === pivot || share === 0) continue
    for (const side of [left, right]) takeRow(side, row * width, pivot * width, share)
  }

  function takeRow(square: Square, row: number, from: number, share: number): void {
    for (let column = 0; column < width; column++) {
      square[row + column] = (square[row + column] ?? 0) - share * (square[from + column] ?? 0)
    }
  }
}
