import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { useWords } from '../../words'
import { Section } from '../settings/Section'

/** Among the settings: the way to the rules of clearing. */
export function RulesSection() {
  const { t } = useWords()
  return (
    <Section
      actions={
        <Button component={Link} href="/settings/rules" size="xs" variant="default">
          {t('rules.open')}
        </Button>
      }
      note={t('rules.text')}
      title={t('rules.title')}
    >
      {null}
    </Section>
  )
}
