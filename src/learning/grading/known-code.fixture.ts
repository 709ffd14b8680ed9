/** A function that passes, for each probe that wants one, by the probe's id. */
export const KNOWN_CODE: Readonly<Record<string, string>> = {
  'code-01':
    'const countVowels = (t) => [...t.toLowerCase()].filter((c) => "aeiou".includes(c)).length',
  'code-02':
    'function chunk(l, n) { const r = []; for (let i = 0; i < l.length; i += n) r.push(l.slice(i, i + n)); return r }',
  'code-03': `function mergeIntervals(list) {
  const out = []
  for (const [a, b] of [...list].sort((x, y) => x[0] - y[0])) {
    const last = out[out.length - 1]
    if (last && a <= last[1]) last[1] = Math.max(last[1], b)
    else out.push([a, b])
  }
  return out
}`,
  'code-04': 'function double(n) { return 2 * n }',
  'code-05': 'function isEven(n) { return n % 2 === 0 }',
  'code-06': 'function reverseWords(t) { return t.split(" ").reverse().join(" ") }',
  'code-07':
    'function fizzBuzz(n) { return Array.from({ length: n }, (_, i) => (++i % 15 ? i % 5 ? i % 3 ? i : "Fizz" : "Buzz" : "FizzBuzz")) }',
  'code-08':
    'function secondLargest(l) { const s = [...new Set(l)].sort((a, b) => b - a); return s.length > 1 ? s[1] : null }',
  'code-09': `function isBalanced(t) {
  const pairs = { ')': '(', ']': '[', '}': '{' }, s = []
  for (const c of t) {
    if ('([{'.includes(c)) s.push(c)
    else if (pairs[c] && s.pop() !== pairs[c]) return false
  }
  return s.length === 0
}`,
  'code-10': `function toRoman(n) {
  const m = [[1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']]
  let r = ''
  for (const [v, s] of m) while (n >= v) { r += s; n -= v }
  return r
}`,
  'code-11': `function groupAnagrams(words) {
  const m = new Map()
  for (const w of words) { const k = [...w].sort().join(''); m.set(k, [...(m.get(k) || []), w]) }
  return [...m.values()].map((g) => g.sort()).sort((a, b) => (a[0] < b[0] ? -1 : 1))
}`,
  'code-12':
    'function runLength(t) { return t.replace(/(.)\\1*/gs, (r, c) => c + (r.length > 1 ? r.length : "")) }',
  'code-13': `function flatten(o, p = '') {
  const r = {}
  for (const [k, v] of Object.entries(o)) {
    if (v && typeof v === 'object' && !Array.isArray(v) && Object.keys(v).length) Object.assign(r, flatten(v, p + k + '.'))
    else r[p + k] = v
  }
  return r
}`,
  'code-14': `function longestUnique(t) {
  const last = new Map(); let from = 0, best = 0
  for (let i = 0; i < t.length; i++) {
    if (last.has(t[i]) && last.get(t[i]) >= from) from = last.get(t[i]) + 1
    last.set(t[i], i); best = Math.max(best, i - from + 1)
  }
  return best
}`,
  'code-15': `function parseDuration(t) {
  const m = /^(?:(\\d+)d)? *(?:(\\d+)h)? *(?:(\\d+)m)? *(?:(\\d+)s)?$/.exec(t)
  if (!m || t.trim() === '') return null
  return [86400, 3600, 60, 1].reduce((s, f, i) => s + f * Number(m[i + 1] || 0), 0)
}`,
  'code-16': `function topoSort(o) {
  const left = new Set(Object.keys(o)), out = []
  while (left.size) {
    const next = [...left].filter((n) => o[n].every((d) => !left.has(d))).sort()[0]
    if (next === undefined) return null
    left.delete(next); out.push(next)
  }
  return out
}`,
  'code-17': `function evaluate(text) {
  const t = text.replace(/\\s/g, ''); let i = 0
  const factor = () => {
    if (t[i] === '-') { i++; return -factor() }
    if (t[i] === '(') { i++; const v = sum(); i++; return v }
    let n = ''; while (/\\d/.test(t[i] || '')) n += t[i++]
    return Number(n)
  }
  const product = () => { let v = factor(); while (t[i] === '*' || t[i] === '/') v = t[i++] === '*' ? v * factor() : v / factor(); return v }
  const sum = () => { let v = product(); while (t[i] === '+' || t[i] === '-') v = t[i++] === '+' ? v + product() : v - product(); return v }
  return sum()
}`,
  'code-18': `function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]
}`,
  'code-19': `function parseCsv(t) {
  const rows = []; let row = [], field = '', quoted = false
  for (let i = 0; i < t.length; i++) {
    const c = t[i]
    if (quoted) { if (c === '"' && t[i + 1] === '"') { field += '"'; i++ } else if (c === '"') quoted = false; else field += c }
    else if (c === '"') quoted = true
    else if (c === ',') { row.push(field); field = '' }
    else if (c === '\\n') { row.push(field); rows.push(row); row = []; field = '' }
    else field += c
  }
  if (field !== '' || row.length) { row.push(field); rows.push(row) }
  return rows
}`,
  'code-20': `function addBig(a, b) {
  let r = '', carry = 0
  for (let i = a.length - 1, j = b.length - 1; i >= 0 || j >= 0 || carry; i--, j--) {
    const s = Number(a[i] || 0) + Number(b[j] || 0) + carry
    r = (s % 10) + r; carry = Math.floor(s / 10)
  }
  return r.replace(/^0+(?=.)/, '')
}`,
  'code-21': `function matchGlob(p, t) {
  const tokens = []
  for (let i = 0; i < p.length; i++) tokens.push(p[i] === '\\\\' ? { c: p[++i] } : p[i] === '*' ? '*' : p[i] === '?' ? '?' : { c: p[i] })
  let row = [true, ...Array(t.length).fill(false)]
  for (const k of tokens) {
    const next = [k === '*' && row[0]]
    for (let j = 1; j <= t.length; j++) next[j] = k === '*' ? row[j] || next[j - 1] : row[j - 1] && (k === '?' || k.c === t[j - 1])
    row = next
  }
  return row[t.length]
}`,
  'code-22': `function minWindow(s, t) {
  if (t === '') return ''
  const need = {}; for (const c of t) need[c] = (need[c] || 0) + 1
  let missing = t.length, from = 0, best = ''
  for (let i = 0; i < s.length; i++) {
    if (need[s[i]] > 0) missing--
    need[s[i]] = (need[s[i]] || 0) - 1
    while (missing === 0) {
      if (best === '' || i - from + 1 < best.length) best = s.slice(from, i + 1)
      if (++need[s[from]] > 0) missing++
      from++
    }
  }
  return best
}`,
  'code-23': `function skyline(buildings) {
  const xs = [...new Set(buildings.flatMap(([l, r]) => [l, r]))].sort((a, b) => a - b)
  const out = []
  for (const x of xs) {
    const h = Math.max(0, ...buildings.filter(([l, r]) => l <= x && x < r).map((b) => b[2]))
    if (h !== (out.length ? out[out.length - 1][1] : 0)) out.push([x, h])
  }
  return out
}`,
  'code-24': `function justify(words, width) {
  const lines = []; let line = []
  for (const w of words) {
    if (line.length && [...line, w].join(' ').length > width) { lines.push(line); line = [] }
    line.push(w)
  }
  lines.push(line)
  return lines.map((l, i) => {
    if (i === lines.length - 1 || l.length === 1) return l.join(' ').padEnd(width)
    const gaps = l.length - 1, spaces = width - l.join('').length
    return l.map((w, k) => w + (k < gaps ? ' '.repeat(Math.floor(spaces / gaps) + (k < spaces % gaps ? 1 : 0)) : '')).join('')
  })
}`,
}
