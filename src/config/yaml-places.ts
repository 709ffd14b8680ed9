import type { Document, LineCounter } from 'yaml'
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml'
import type { InnerPath } from './given.ts'

/** Tells where a path of a YAML document is written, or its key; what is absent lies where its parent does. */
export type YamlPlaces = (path: InnerPath, ofKey: boolean) => string

/** Tells places of `file` as `file:line:column`. */
export function yamlPlaces(document: Document, lines: LineCounter, file: string): YamlPlaces {
  return (path, ofKey) => {
    const { line, col } = lines.linePos(offsetOf(document, path, ofKey))
    return `${file}:${line}:${col}`
  }
}

interface Child {
  readonly key: unknown
  readonly value: unknown
}

function offsetOf(document: Document, path: InnerPath, ofKey: boolean): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, step] of path.entries()) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, step)
    if (child === undefined) break
    const wantsKey = ofKey && depth === path.length - 1
    offset = (wantsKey ? startOf(child.key) : startOf(child.value)) ?? startOf(child.key) ?? offset
    node = child.value
  }
  return offset
}

function childOf(node: unknown, step: PropertyKey): Child | undefined {
  if (isSeq(node)) return { key: undefined, value: node.items[Number(step)] }
  if (!isMap(node)) return undefined
  return node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
