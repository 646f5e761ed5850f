import { Text } from '@mantine/core'
import { CopyButton } from './CopyButton'
import styles from './figures.module.css'

/** A text that is shown this once, to be copied. */
export function OnceShown({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Text fw={500} size="sm">
        {label}
      </Text>
      <div className={styles.once}>
        <samp>{text}</samp>
        <CopyButton text={text} />
      </div>
    </div>
  )
}
