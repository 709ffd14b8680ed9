interface Told {
  readonly value: boolean
  readonly source: string
}

/** A row of `GET /admin/profiles`, as far as it is printed or checked. */
export interface ModelProfile {
  readonly name: string
  readonly families: Readonly<
    Record<string, { readonly quality: number; readonly evidence: { readonly probes: number } }>
  >
  readonly placements: readonly {
    readonly backend: string
    readonly speed: Readonly<
      Record<'prefill_tps' | 'decode_tps' | 'ttft_ms' | 'load_s', number | null>
    >
    readonly context: Readonly<Record<'claimed' | 'served' | 'verified', number | null>>
    readonly capabilities: Readonly<Partial<Record<string, Told>>>
    readonly failures: Readonly<Record<string, string>>
  }[]
  readonly profiled_at: string | null
  readonly revision: string | null
}
