import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { OutputOf } from '../../../preload/contract/methods'
import { useMay } from '../../api'
import { actorName } from '../../parts/actor'
import form from '../../parts/settings-form.module.css'
import { useWords } from '../../words'
import { ClearingRulesDifference } from '../approvals/ClearingRulesFacts'
import { FactList } from '../merchants/TermFacts'
import { Section } from '../settings/Section'
import { ClearingRulesForm } from './ClearingRulesForm'
import { clearingTerms } from './clearing-terms'
import styles from './rules.module.css'

export type KeptRules = OutputOf<'rules.get'>

/** The rules in force, those that wait for a supervisor beside them, and the way to try and to ask for others. */
export function ClearingRulesPanel({ kept }: { kept: KeptRules }) {
  const { t } = useWords()
  const mayAdminister = useMay('administer')
  const [changing, setChanging] = useState(false)
  const { staged, rules } = kept
  const action =
    mayAdminister && !changing && !staged ? (
      <Button onClick={() => setChanging(true)} size="xs" variant="default">
        {t('rules.change')}
      </Button>
    ) : null
  return (
    <Section actions={action} note={t('rules.settingsText')} title={t('rules.settings')}>
      {staged ? (
        <div className={form.staged}>
          <p>
            {t('rules.stagedBy', { name: actorName(staged.madeBy) })} · <Link href="/approvals">{t('rules.toApprovals')}</Link>
          </p>
          <ClearingRulesDifference after={staged.rules} before={rules} />
          {mayAdminister ? <p className={styles.dimmed}>{t('rules.onlyOne')}</p> : null}
        </div>
      ) : null}
      {changing && !staged ? (
        <ClearingRulesForm kept={kept} onEnd={() => setChanging(false)} />
      ) : (
        <Stack gap="sm">
          {staged ? <h3 className={styles.heading}>{t('rules.present')}</h3> : null}
          <FactList
            facts={clearingTerms(rules, t).map(([key, name, text]) => [
              name,
              <span className={styles.term} key={key}>
                {text}
              </span>,
            ])}
          />
          {mayAdminister ? null : <p className={styles.dimmed}>{t('rules.whoMay')}</p>}
        </Stack>
      )}
    </Section>
  )
}
