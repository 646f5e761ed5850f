import type { ReactNode } from 'react'

export type Tone = 'information' | 'warning' | 'done' | 'wrong'

/** Something the reader must know, in its own words: what it is, what happens, what to do. */
export function NoticeBox({ tone, title, children }: { tone: Tone; title: string; children?: ReactNode }) {
  return (
    <section className={`notice ${tone}`}>
      <h2 className="notice-title">{title}</h2>
      {children}
    </section>
  )
}

/** A state as a word in a frame; the word says it, the colour only helps. */
export function StatusMark({ tone, children }: { tone: Tone | 'quiet'; children: ReactNode }) {
  return <span className={`status ${tone}`}>{children}</span>
}
