/** A line or a set of dots of one colour. */
interface ChartSeries {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Default: a line with dots. */
  readonly look?: 'dots' | 'dashes'
}

/** One picture with axes; several stand side by side. */
export interface Chart {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly series: readonly ChartSeries[]
}

const WIDTH = 400
const HEIGHT = 330
const LEFT = 58
const RIGHT = 24
const TOP = 34
const BOTTOM = 84
/** About as many steps an axis has. */
const STEPS = 5
/** A step is one of these times a power of ten. */
const STEP_SIZES = [1, 2, 2.5, 5, 10]

const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600 }
.axis { stroke: #8c959f; fill: none }
.grid { stroke: #8c959f; stroke-opacity: .25 }
.s0 { color: #0969da } .s1 { color: #bc4c00 } .s2 { color: #1a7f37 } .s3 { color: #8250df }
.line { stroke: currentColor; fill: none; stroke-width: 2 }
.dashes { stroke-dasharray: 5 4 }
.dot { fill: currentColor }
@media (prefers-color-scheme: dark) {
text { fill: #9da7b3 }
.s0 { color: #58a6ff } .s1 { color: #f0883e } .s2 { color: #3fb950 } .s3 { color: #bc8cff }
}`

/** Where a value lies on an axis, and the round numbers along it. */
interface Axis {
  place(value: number): number
  readonly ticks: readonly number[]
}

/** Charts as one SVG text without any outside part, to be read on light and dark pages. */
export function svgChart(charts: readonly Chart[]): string {
  const width = WIDTH * charts.length
  const drawn = charts.map(
    (chart, at) => `<g transform="translate(${at * WIDTH} 0)">${drawing(chart)}</g>`,
  )
  const box = `viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"`
  const name = charts.map(({ title }) => escaped(title)).join('; ')
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} role="img" aria-label="${name}">
<style>${STYLE}
</style>
${drawn.join('\n')}
</svg>
`
}

function drawing(chart: Chart): string {
  const points = chart.series.flatMap((series) => series.points)
  const x = axis(
    points.map(([value]) => value),
    { from: LEFT, to: WIDTH - RIGHT },
  )
  const y = axis(
    points.map(([, value]) => value),
    { from: HEIGHT - BOTTOM, to: TOP },
  )
  return [
    label(WIDTH / 2, 18, chart.title, 'class="title" text-anchor="middle"'),
    ...y.ticks.map((tick) => gridLine(tick, y)),
    ...x.ticks.map((tick) =>
      label(x.place(tick), HEIGHT - BOTTOM + 17, numberText(tick), 'text-anchor="middle"'),
    ),
    `<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>`,
    label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 35, chart.x, 'text-anchor="middle"'),
    label(
      0,
      0,
      chart.y,
      `text-anchor="middle" transform="translate(14 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"`,
    ),
    ...chart.series.map((series, at) => seriesDrawing(series, at, x, y)),
    ...chart.series.map(({ name }, at) => legend(name, at)),
  ].join('\n')
}

/** From one round number to another, with all values between them. */
function axis(
  values: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const step = stepFor(most - least)
  const first = Math.floor(least / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9))
  const place = (value: number): number =>
    from + ((value / step - first) / (last - first)) * (to - from)
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step)
  return { place, ticks }
}

function stepFor(span: number): number {
  const rough = (span || 1) / STEPS
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * (STEP_SIZES.find((size) => size * power >= rough * 0.999) ?? 10)
}

function gridLine(tick: number, y: Axis): string {
  const at = y.place(tick).toFixed(1)
  const line = `<path class="grid" d="M${LEFT} ${at}H${WIDTH - RIGHT}"/>`
  return line + label(LEFT - 6, y.place(tick) + 4, numberText(tick), 'text-anchor="end"')
}

function seriesDrawing({ points, look }: ChartSeries, at: number, x: Axis, y: Axis): string {
  const places = points.map(
    ([across, up]) => [x.place(across).toFixed(1), y.place(up).toFixed(1)] as const,
  )
  const path = places.map(([across, up]) => `${across} ${up}`).join('L')
  const line = `<path class="line ${look ?? ''}" d="M${path}"/>`
  const dots = places.map(([cx, cy]) => `<circle class="dot" cx="${cx}" cy="${cy}" r="3"/>`)
  const parts = [...(look === 'dots' ? [] : [line]), ...(look === 'dashes' ? [] : dots)]
  return `<g class="s${at}">${parts.join('')}</g>`
}

function legend(name: string, at: number): string {
  const x = LEFT + (at % 2) * 160
  const y = HEIGHT - 28 + Math.floor(at / 2) * 17
  return `<g class="s${at}"><circle class="dot" cx="${x}" cy="${y}" r="4"/></g>${label(x + 9, y + 4, name, '')}`
}

function label(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(text)}</text>`
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
