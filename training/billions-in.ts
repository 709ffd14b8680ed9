/** Sizes that names do not tell. */
const SIZES: readonly (readonly [RegExp, number])[] = [
  [/phi-3(\.5)?-mini/i, 3.8],
  [/command-r-plus/i, 104],
  [/command-r/i, 35],
  [/jamba/i, 190],
  [/mistral-large/i, 123],
  [/mistral-nemo/i, 12],
]

/** Billions of parameters by a model's name; of a mixture of experts, those of a dense model that does as well. */
export function billionsIn(model: string): number | undefined {
  const mixture = /(\d+)x(\d+)b/i.exec(model)
  if (mixture !== null) return Number(mixture[2]) * Math.sqrt(Number(mixture[1]) / 2)
  const size = /(?:^|[-_])(\d+(?:\.\d+)?)b(?:$|[-_@])/i.exec(model)?.[1]
  return size === undefined ? SIZES.find(([name]) => name.test(model))?.[1] : Number(size)
}
