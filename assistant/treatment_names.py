"""What treatments and tests are called, and of what kind each is: the field's own knowledge, as data.

A line is one treatment: its names, the first of them its own, and behind "<" the kinds it is of, each named in a line
too. Names in capitals are initials. Lines with "~" are of things that texts about other treatments speak of as well.
Brand names are those of the United States, the United Kingdom and Australia.
"""

NAMES = """
~ imaging, diagnostic imaging, imaging study
~ radiograph, x-ray, xray, plain film, film, radiography < imaging
~ MRI, magnetic resonance imaging, MR scan < imaging
~ CT scan, CT, computed tomography, CAT scan < imaging
~ scan < imaging
~ bone scan, bone scintigraphy, SPECT < imaging
~ discography, discogram
~ electromyography, EMG
~ nerve conduction study
~ laboratory test, laboratory testing, lab test, labs, lab work, bloodwork, blood work, blood test, bloods
~ physical examination, physical exam, clinical examination
~ physical exam maneuver, physical exam manoeuvre, exam maneuver, examination manoeuvre, bedside test, \
provocation test, provocative test, provocation maneuver < physical examination
~ straight leg raise, straight leg raising, SLR, Lasègue, Lasegue < physical exam maneuver
~ FABER, Patrick test, Gaenslen, thigh thrust, slump test, Kemp test < physical exam maneuver
~ screening instrument, screening tool, screening questionnaire, risk stratification tool, prognostic questionnaire
~ STarT Back, Örebro, Orebro < screening instrument
opioid, opiate, narcotic
morphine, MS Contin < opioid
oxycodone, OxyContin, Percocet, Roxicodone, Endone, oxys < opioid
hydrocodone, Vicodin, Norco, Lortab < opioid
codeine, co-codamol, dihydrocodeine < opioid
tramadol, Ultram < opioid
tapentadol, Nucynta, Palexia < opioid
fentanyl, fentanyl patch, Duragesic < opioid
hydromorphone, Dilaudid < opioid
buprenorphine, buprenorphine patch, Butrans, Belbuca < opioid
methadone < opioid
oxymorphone, Opana < opioid
pethidine, meperidine, Demerol < opioid
naltrexone, LDN
nonsteroidal anti-inflammatory drug, non-steroidal anti-inflammatory drug, NSAID, anti-inflammatory, \
anti-inflammatory drug, anti-inflammatory medication
COX-2 inhibitor, coxib < NSAID
ibuprofen, Advil, Motrin, Nurofen, Brufen < NSAID
naproxen, Aleve, Naprosyn < NSAID
diclofenac, Voltaren, Voltarol, Cataflam < NSAID
celecoxib, Celebrex < COX-2 inhibitor, NSAID
etoricoxib, Arcoxia < COX-2 inhibitor, NSAID
ketorolac, Toradol < NSAID
meloxicam, Mobic < NSAID
indomethacin, indometacin < NSAID
piroxicam < NSAID
etodolac < NSAID
nabumetone < NSAID
ketoprofen < NSAID
paracetamol, acetaminophen, Tylenol, APAP, Panadol
topical preparation, topical, topical agent, topical medication, topical analgesic
~ cream < topical preparation
~ gel < topical preparation
~ patch, plaster < topical preparation
~ ointment, liniment, balm, lotion, rub < topical preparation
~ lidocaine patch, lignocaine patch, lidocaine plaster, Lidoderm, Salonpas < topical preparation
capsaicin, Qutenza < topical preparation
menthol, Bengay, Biofreeze, Icy Hot, Tiger Balm < topical preparation
diclofenac gel, Voltaren gel, diclofenac patch, topical NSAID, topical diclofenac < topical preparation
anticonvulsant, antiepileptic, antiseizure drug
gabapentinoid < anticonvulsant
gabapentin, Neurontin, gaba < gabapentinoid, anticonvulsant
pregabalin, Lyrica < gabapentinoid, anticonvulsant
topiramate, Topamax < anticonvulsant
lamotrigine, Lamictal < anticonvulsant
carbamazepine, Tegretol < anticonvulsant
valproate, Depakote < anticonvulsant
levetiracetam, Keppra < anticonvulsant
antidepressant
tricyclic antidepressant, tricyclic, TCA < antidepressant
amitriptyline, Elavil, Endep < tricyclic antidepressant, antidepressant
nortriptyline, Pamelor < tricyclic antidepressant, antidepressant
imipramine, Tofranil < tricyclic antidepressant, antidepressant
desipramine < tricyclic antidepressant, antidepressant
doxepin < tricyclic antidepressant, antidepressant
SNRI, serotonin-norepinephrine reuptake inhibitor, serotonin-noradrenaline reuptake inhibitor < antidepressant
duloxetine, Cymbalta < SNRI, antidepressant
venlafaxine, Effexor < SNRI, antidepressant
milnacipran, Savella < SNRI, antidepressant
SSRI, selective serotonin reuptake inhibitor < antidepressant
fluoxetine, Prozac < SSRI, antidepressant
sertraline, Zoloft < SSRI, antidepressant
citalopram, Celexa < SSRI, antidepressant
escitalopram, Lexapro < SSRI, antidepressant
paroxetine, Paxil < SSRI, antidepressant
mirtazapine, Remeron < antidepressant
bupropion, Wellbutrin < antidepressant
benzodiazepine, benzo
diazepam, Valium < benzodiazepine
lorazepam, Ativan < benzodiazepine
alprazolam, Xanax < benzodiazepine
clonazepam, Klonopin < benzodiazepine
temazepam, Restoril < benzodiazepine
midazolam < benzodiazepine
muscle relaxant, muscle relaxer, non-benzodiazepine muscle relaxant, nonbenzodiazepine muscle relaxant, \
non-benzo muscle relaxant, antispasmodic
cyclobenzaprine, Flexeril, Amrix < muscle relaxant
methocarbamol, Robaxin < muscle relaxant
tizanidine, Zanaflex < muscle relaxant
carisoprodol, Soma < muscle relaxant
metaxalone, Skelaxin < muscle relaxant
baclofen, Lioresal < muscle relaxant
orphenadrine, Norflex < muscle relaxant
chlorzoxazone, Parafon < muscle relaxant
corticosteroid, steroid, glucocorticoid, cortisone
systemic corticosteroid, systemic steroid, oral corticosteroid, oral steroid, intramuscular steroid, steroid burst, \
steroid taper, steroid pack, dose pack, dosepak < corticosteroid
prednisone, Deltasone < systemic corticosteroid, corticosteroid
prednisolone < systemic corticosteroid, corticosteroid
methylprednisolone, Medrol, Solu-Medrol, Depo-Medrol < systemic corticosteroid, corticosteroid
Medrol dose pack, Medrol pack, Medrol dosepak < systemic corticosteroid
dexamethasone, Decadron < systemic corticosteroid, corticosteroid
betamethasone < corticosteroid
triamcinolone, Kenalog < corticosteroid
monoclonal antibody, mAb < biologic
~ biologic
nerve growth factor inhibitor, NGF inhibitor, anti-NGF antibody, anti-NGF, \
anti-nerve growth factor < monoclonal antibody
tanezumab < nerve growth factor inhibitor, monoclonal antibody
fasinumab < nerve growth factor inhibitor, monoclonal antibody
TNF inhibitor, anti-TNF, infliximab, adalimumab, Humira, etanercept < biologic
cannabinoid
cannabis, marijuana, medicinal cannabis, medical marijuana < cannabinoid
cannabidiol, CBD, CBD oil < cannabinoid, cannabis
dronabinol, THC, nabilone < cannabinoid
~ supplement, dietary supplement, nutritional supplement, nutraceutical
herbal supplement, herbal medicine, herbal remedy, herb, herbal < supplement
homeopathic supplement, homeopathic, homeopathy, homoeopathy, arnica < supplement
~ vitamin D < supplement
~ vitamin < supplement
turmeric, curcumin < herbal supplement, supplement
devil's claw, willow bark, ginger, boswellia < herbal supplement, supplement
glucosamine, chondroitin < supplement
fish oil, omega-3 < supplement
magnesium supplement, magnesium tablet, oral magnesium < supplement
~ diet, nutrition
~ anti-inflammatory diet, Mediterranean diet, ketogenic diet, keto diet < diet
ketamine
magnesium infusion, intravenous magnesium
~ lidocaine infusion, intravenous lidocaine
local anaesthetic, local anesthetic, anaesthetic, anesthetic < injection
~ lidocaine, lignocaine < local anaesthetic
~ bupivacaine, Marcaine < local anaesthetic
~ ropivacaine < local anaesthetic
botulinum toxin, Botox
clonidine
calcitonin
colchicine
ziconotide
bisphosphonate, alendronate, Fosamax, zoledronate, zoledronic acid
~ antibiotic
~ statin
~ atorvastatin, Lipitor < statin
~ simvastatin, Zocor < statin
~ rosuvastatin, Crestor < statin
~ pravastatin < statin
~ anticoagulant, blood thinner
~ DOAC, direct oral anticoagulant < anticoagulant
~ apixaban, Eliquis < DOAC, anticoagulant
~ rivaroxaban, Xarelto < DOAC, anticoagulant
~ dabigatran, Pradaxa < DOAC, anticoagulant
~ edoxaban < DOAC, anticoagulant
~ warfarin, Coumadin < anticoagulant
~ heparin < anticoagulant
ACE inhibitor, angiotensin-converting enzyme inhibitor
lisinopril < ACE inhibitor
ramipril < ACE inhibitor
enalapril < ACE inhibitor
perindopril < ACE inhibitor
proton pump inhibitor, PPI
omeprazole, Prilosec < proton pump inhibitor
pantoprazole < proton pump inhibitor
lansoprazole < proton pump inhibitor
esomeprazole, Nexium < proton pump inhibitor
exercise, exercise therapy, exercise program, exercise programme
~ aerobic exercise, aerobics, aquatic exercise, water aerobics, swimming < exercise
pilates < exercise
tai chi < exercise
~ strength training, strengthening, strengthening exercise, resistance training < exercise
motor control exercise, motor control training, core stabilization, core stabilisation, core exercise < exercise
walking program, walking programme, structured walking < exercise
mechanical diagnosis and therapy, McKenzie, McKenzie method < exercise
~ stretching < exercise
yoga < exercise
qi gong, qigong, chi kung < exercise
~ physiotherapy, physical therapy < exercise
manual therapy
spinal manipulation, manipulation, spinal manipulative therapy, manipulative therapy, SMT, HVLA < manual therapy
spinal mobilization, spinal mobilisation, mobilization, mobilisation < manual therapy
chiropractic, chiropractor, chiropractic adjustment, spinal adjustment < spinal manipulation
osteopathic manipulation, osteopathic, osteopath, osteopathy, osteopathic adjustment, OMT < spinal manipulation
massage, massage therapy, myofascial release < manual therapy
needling, needling therapy
acupuncture, acupuncturist, electroacupuncture < needling
dry needling < needling
acupressure
auricular acupressure, ear acupressure, ear seed, auricular pressure point, auriculotherapy < acupressure
cupping, cupping therapy
laser therapy, low-level laser, LLLT, cold laser, photobiomodulation, laser
therapeutic ultrasound, ultrasound, ultrasound therapy
TENS, transcutaneous electrical nerve stimulation, TENS unit, TENS machine
spinal cord stimulation, SCS, spinal cord stimulator, dorsal column stimulation, dorsal column stimulator < stimulation
electrical muscle stimulation, neuromuscular electrical stimulation, NMES < stimulation
peripheral nerve stimulation, PNS < stimulation
dorsal root ganglion stimulation, DRG stimulation < stimulation
stimulation, stimulator, neurostimulation, neurostimulator, neuromodulation
traction, mechanical traction, lumbar traction, inversion table, inversion therapy, traction table
lumbar support, support belt, belt, brace, back brace, corset, orthosis, orthotic
insole, shoe insert, foot orthosis
kinesiology tape, kinesio tape, kinesiotape
~ heat therapy, heat, heat wrap, heating pad
~ cryotherapy, ice pack, cold pack
~ mattress
bed rest
shockwave therapy, shock wave therapy, shockwave, ESWT
whole body vibration
hyperbaric oxygen
ozone
prolotherapy
balneotherapy, spa therapy, spa treatment
music therapy
hypnosis, hypnotherapy
biofeedback
cognitive behavioural therapy, cognitive behavioral therapy, CBT < psychological therapy
acceptance and commitment therapy < psychological therapy
psychological therapy, psychotherapy, psychological treatment, psychological intervention, talking therapy, counselling
mindfulness-based stress reduction, mindfulness, mindfulness meditation, MBSR, meditation < psychological therapy
~ education, patient education
pain neuroscience education, neuroscience education, PNE, explain pain < education
back school < education
~ technology-based modality, technology-based, digital health, mHealth, eHealth, digital tool
~ app, smartphone app, mobile app, phone app < technology-based modality
~ telehealth, telemedicine, telerehabilitation, video visit < technology-based modality
~ web-based program, web-based, internet-based, online program, online tool, website < technology-based modality
~ wearable, wearable device, fitness tracker, virtual reality, text message < technology-based modality
multidisciplinary program, interdisciplinary program, multidisciplinary, interdisciplinary, \
multidisciplinary rehabilitation, functional restoration, pain program, pain programme, biopsychosocial rehabilitation
ablation, denervation, nerve ablation
radiofrequency ablation, RFA, RFD, RF ablation, RF denervation, radiofrequency, radiofrequency denervation, \
radiofrequency neurotomy, neurotomy, rhizotomy < ablation
basivertebral nerve ablation, basivertebral ablation, BVNA < ablation
injection, injected, injectable, shot, jab, infiltration
~ intramuscular < injection
spinal injection < injection
facet joint injection, facet injection, joint-targeted injection < spinal injection
facet joint block, facet block < block, spinal injection, facet joint injection
sacroiliac joint injection, sacroiliac injection, SI joint injection, SIJ injection, SI injection < spinal injection
epidural, epidural injection < spinal injection
epidural steroid injection, epidural corticosteroid injection, ESI < epidural
transforaminal epidural steroid injection, transforaminal epidural, TFESI < epidural steroid injection
interlaminar epidural < epidural steroid injection
caudal epidural < epidural steroid injection
block, nerve block, blockade
medial branch block, MBB < block, spinal injection
trigger point injection < injection
orthobiologic, ortho-biologic, regenerative medicine, regenerative therapy
platelet-rich plasma, PRP < orthobiologic
stem cell, mesenchymal stem cell, mesenchymal cell, stromal cell, bone marrow aspirate < orthobiologic
intrathecal pump, intrathecal drug delivery, intrathecal infusion, pain pump
surgery, operation
discectomy, diskectomy, microdiscectomy, microdiskectomy < surgery
fusion, spinal fusion, lumbar fusion, arthrodesis < surgery
laminectomy, decompression, decompressive surgery < surgery
disc replacement, disk replacement, disc arthroplasty < surgery
arthroplasty < surgery
vertebroplasty
kyphoplasty, balloon kyphoplasty
interspinous spacer, interspinous device < surgery
minimally invasive lumbar decompression, MILD procedure
adhesiolysis, neuroplasty, epidurolysis
"""
