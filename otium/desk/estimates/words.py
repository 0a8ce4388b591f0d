"""The words of a good-faith estimate, English and Spanish, for people who never read a bill. Services in our own words.

Source of what must be said: 45 CFR 149.610(c)(1)(vi) to (viii), 149.620.
"""

EN, ES = "en", "es"
LANGUAGES = (EN, ES)

TEXTS: dict[str, dict[str, str]] = {
    EN: {
        "title": "Good-faith estimate", "draft": "Draft, not given yet",
        "intro": "This is what we expect your occupational therapy to cost if you pay for it yourself.",
        "patient": "Patient", "born": "Date of birth", "made": "Date of this estimate", "version": "Version",
        "provider": "Who gives the care", "npi": "NPI", "tax_id": "Tax ID", "state": "State", "phone": "Phone",
        "place": "Where", "care": "Care", "care_text": "Occupational therapy visits",
        "first": "First visit", "period": "Covers visits from {start} to {end}",
        "diagnoses": "Diagnosis codes", "no_diagnoses": "not known yet",
        "service": "Service", "code": "Code", "units": "Units each visit", "visits": "Visits",
        "each": "Price each", "total": "Total", "sum": "Expected total", "visit": "Visit, at one price",
        "other": "Therapy service", "notices": "What you should know",
        "unknown": "unknown",
    },
    ES: {
        "title": "Estimación de buena fe", "draft": "Borrador, todavía no entregado",
        "intro": "Esto es lo que esperamos que cueste su terapia ocupacional si usted la paga por su cuenta.",
        "patient": "Paciente", "born": "Fecha de nacimiento", "made": "Fecha de esta estimación",
        "version": "Versión",
        "provider": "Quién da la atención", "npi": "NPI", "tax_id": "Número fiscal (TIN)", "state": "Estado",
        "phone": "Teléfono",
        "place": "Dónde", "care": "Atención", "care_text": "Visitas de terapia ocupacional",
        "first": "Primera visita", "period": "Cubre las visitas del {start} al {end}",
        "diagnoses": "Códigos de diagnóstico", "no_diagnoses": "todavía no se conocen",
        "service": "Servicio", "code": "Código", "units": "Unidades por visita", "visits": "Visitas",
        "each": "Precio por unidad", "total": "Total", "sum": "Total esperado", "visit": "Visita, a un solo precio",
        "other": "Servicio de terapia", "notices": "Lo que debe saber",
        "unknown": "desconocido",
    },
}  # fmt: skip

NOTICES: dict[str, tuple[str, ...]] = {
    EN: (
        "This is only an estimate. The actual services or charges may be different.",
        "We may recommend other services that are scheduled or asked for separately. They are not in this estimate.",
        "If you are billed $400 or more above this estimate, you have the right to dispute the bill. You can ask us to "
        "change the bill to match, to talk about a lower price, or to offer help with costs.",
        "You can also start a dispute with the U.S. Department of Health and Human Services within 120 days of the "
        "date on the bill. There is a $25 fee. If the reviewer agrees with you, you pay the price on this estimate. If "
        "not, you pay the higher amount.",
        "To learn more or to start a dispute, go to www.cms.gov/nosurprises or call 1-800-985-3059.",
        "Starting a dispute will not change the quality of the care we give you.",
        "This estimate is not a contract. You do not have to get these services from us.",
        "Keep a copy of this estimate, or take a picture of it. You may need it if you are billed more.",
    ),
    ES: (
        "Esto es solo una estimación. Los servicios o cargos reales pueden ser diferentes.",
        "Podemos recomendarle otros servicios que se programan o se piden por separado. No están en esta estimación.",
        "Si le cobran $400 o más por encima de esta estimación, tiene derecho a disputar la factura. Puede pedirnos "
        "que la cambiemos según la estimación, hablar de un precio más bajo o preguntar si hay ayuda para pagar.",
        "También puede iniciar una disputa con el Departamento de Salud y Servicios Humanos de EE. UU. dentro de los "
        "120 días desde la fecha de la factura. Hay un cargo de $25. Si le dan la razón, paga el precio de esta "
        "estimación. Si no, paga la cantidad más alta.",
        "Para saber más o iniciar una disputa, vaya a www.cms.gov/nosurprises o llame al 1-800-985-3059.",
        "Iniciar una disputa no cambiará la calidad de la atención que le damos.",
        "Esta estimación no es un contrato. No está obligado a recibir estos servicios de nosotros.",
        "Guarde una copia de esta estimación o tómele una foto. Puede necesitarla si le cobran más.",
    ),
}

SERVICES: dict[str, dict[str, str]] = {
    EN: {
        "97165": "First visit: evaluation, simpler needs", "97166": "First visit: evaluation, moderate needs",
        "97167": "First visit: evaluation, complex needs", "97168": "Checking progress anew: re-evaluation",
        "97110": "Exercises for strength and movement", "97112": "Training of balance and coordination",
        "97140": "Hands-on therapy", "97150": "Therapy in a group", "97530": "Practice of everyday movements",
        "97533": "Training of the senses", "97535": "Training of self-care and home tasks",
        "97542": "Wheelchair training", "97750": "Test of physical ability, with report",
        "97760": "Splint or brace: fitting and training", "97763": "Splint or brace: later check",
        "97129": "Training of thinking and memory, first 15 minutes",
        "97130": "Training of thinking and memory, more time", "97550": "Training of the family, first 30 minutes",
    },
    ES: {
        "97165": "Primera visita: evaluación, necesidades sencillas",
        "97166": "Primera visita: evaluación, necesidades moderadas",
        "97167": "Primera visita: evaluación, necesidades complejas", "97168": "Nueva evaluación del progreso",
        "97110": "Ejercicios de fuerza y movimiento", "97112": "Entrenamiento de equilibrio y coordinación",
        "97140": "Terapia manual", "97150": "Terapia en grupo", "97530": "Práctica de movimientos diarios",
        "97533": "Entrenamiento de los sentidos", "97535": "Entrenamiento de cuidado personal y del hogar",
        "97542": "Entrenamiento con silla de ruedas", "97750": "Prueba de capacidad física, con informe",
        "97760": "Férula u ortesis: ajuste y entrenamiento", "97763": "Férula u ortesis: revisión posterior",
        "97129": "Entrenamiento de la memoria y el pensamiento, primeros 15 minutos",
        "97130": "Entrenamiento de la memoria y el pensamiento, más tiempo",
        "97550": "Entrenamiento de la familia, primeros 30 minutos",
    },
}  # fmt: skip

MONTHS = {
    EN: ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"),
    ES: ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
         "noviembre", "diciembre"),
}  # fmt: skip
