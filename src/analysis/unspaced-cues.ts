import type { Family } from '../contracts/routing.ts'

/** A cue in a script that puts no spaces between its words, or glues endings to them: found anywhere in the text. */
export interface UnspacedCue {
  readonly pattern: RegExp
  readonly families: readonly (readonly [family: Family, weight: number])[]
  /** As in `Cue`. */
  readonly hard: number
}

/** Chinese, Japanese, Korean and Thai. */
export const unspacedCues: readonly UnspacedCue[] = [
  {
    pattern:
      /代码|代碼|编程|編程|函数|函數|程序|コード|プログラム|関数|実装|스크립트|코드|함수|프로그램|โค้ด|ฟังก์ชัน/,
    families: [['code', 3]],
    hard: 0,
  },
  {
    pattern:
      /计算|計算|多少|方程|积分|積分|导数|微分|概率|確率|いくつ|何個|계산|방정식|적분|확률|몇|คำนวณ|สมการ/,
    families: [['math', 2.5]],
    hard: 0.3,
  },
  {
    pattern: /证明|證明|証明|推导|推導|导出|無理数|无理数|증명|무리수|พิสูจน์/,
    families: [['math', 3]],
    hard: 1.3,
  },
  {
    pattern: /谜题|謎題|推理|逻辑|なぞなぞ|論理|パズル|수수께끼|논리|ปริศนา/,
    families: [['reasoning', 3]],
    hard: 0.55,
  },
  {
    pattern: /分析|比较|比較|评估|評価|분석|비교|วิเคราะห์/,
    families: [['reasoning', 1.2]],
    hard: 0.4,
  },
  {
    pattern:
      /什么|什麼|为什么|哪里|首都|解释|とは|なぜ|どこ|何ですか|説明|무엇|왜|어디|수도|설명|คืออะไร|ทำไม/,
    families: [['knowledge', 2]],
    hard: 0,
  },
  {
    pattern:
      /写一|寫一|诗|詩|故事|小说|小説|作文|物語|メールを書|시를|이야기|편지|소설|แต่งกลอน|เรียงความ/,
    families: [['writing', 2.5]],
    hard: 0,
  },
  {
    pattern: /翻译|翻譯|翻訳|总结|總結|摘要|要約|まとめて|抽出|提取|校正|번역|요약|추출|แปล|สรุป/,
    families: [['extract', 4]],
    hard: 0,
  },
  {
    pattern:
      /你好|您好|谢谢|謝謝|再见|早上好|こんにちは|こんばんは|おはよう|ありがとう|안녕|감사|고마워|สวัสดี|ขอบคุณ/,
    families: [['chat', 3]],
    hard: 0,
  },
  {
    pattern:
      /设计|設計|优化|優化|最適化|架构|架構|アーキテクチャ|分布式|分散|并发|並行|설계|최적화|분산|아키텍처|ออกแบบ/,
    families: [
      ['code', 1.5],
      ['reasoning', 0.5],
    ],
    hard: 1.1,
  },
]
