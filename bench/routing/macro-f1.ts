/** How often each label was taken for each: `counts[truth][guess]`. */
export type Confusion<Label extends string> = Readonly<
  Record<Label, Readonly<Record<Label, number>>>
>

/** Counts pairs of a true label and a guess. */
export function confusionOf<Label extends string>(
  labels: readonly Label[],
  pairs: Iterable<readonly [truth: Label, guess: Label]>,
): Confusion<Label> {
  const zeros = (): Record<Label, number> =>
    Object.fromEntries(labels.map((label) => [label, 0])) as Record<Label, number>
  const counts = Object.fromEntries(labels.map((label) => [label, zeros()])) as Record<
    Label,
    Record<Label, number>
  >
  for (const [truth, guess] of pairs) counts[truth][guess] += 1
  return counts
}

/** Harmonic mean of precision and recall, of one label; NaN where it is never true. */
export function f1Of<Label extends string>(confusion: Confusion<Label>, label: Label): number {
  const labels = Object.keys(confusion) as Label[]
  const hits = confusion[label][label]
  const truths = labels.reduce((total, guess) => total + confusion[label][guess], 0)
  const guesses = labels.reduce((total, truth) => total + confusion[truth][label], 0)
  return truths === 0 ? Number.NaN : (2 * hits) / (truths + guesses)
}

/** Mean F1 of the labels that are true of something. */
export function macroF1<Label extends string>(confusion: Confusion<Label>): number {
  const labels = Object.keys(confusion) as Label[]
  const scores = labels.map((label) => f1Of(confusion, label)).filter((f1) => !Number.isNaN(f1))
  return scores.reduce((total, f1) => total + f1, 0) / scores.length
}
