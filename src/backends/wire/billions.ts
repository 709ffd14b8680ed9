const UNITS: Readonly<Record<string, number>> = { K: 1e-6, M: 1e-3, B: 1, T: 1e3 }

/** The number of parameters, in billions, that a label such as `134.52M` or `8.0B` tells; undefined when it tells none. */
export function billions(label: string | undefined): number | undefined {
  const [, number, unit = ''] = /^([\d.]+)\s*([KMBT])$/i.exec(label ?? '') ?? []
  const value = Number(number) * (UNITS[unit.toUpperCase()] ?? Number.NaN)
  return Number.isFinite(value) && value > 0 ? value : undefined
}
