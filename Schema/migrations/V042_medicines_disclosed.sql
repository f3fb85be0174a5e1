-- Medicines are a part of the record that can be disclosed by itself: orders, doses and allergies. What a disclosure reads of
-- them, `disclosure.make` may read since V033.

ALTER TABLE clinic.consent
  DROP CONSTRAINT consent_categories_known,
  ADD CONSTRAINT consent_categories_known CHECK (categories <@ ARRAY['demographics', 'contacts', 'intake', 'substance_use',
    'treatment', 'screenings', 'medication', 'counselling_notes']);
