import styles from './figures.module.css'

/** What another machine said, word for word. */
export function Quoted({ children }: { children: string }) {
  return <samp className={styles.quoted}>{children}</samp>
}
